using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using DroasBot.GuildConfig.Internal;
using DroasBot.GuildConfig.Storage.Schema;
using DroasBot.GuildConfig.Storage.Writing;
using Microsoft.Data.Sqlite;

namespace DroasBot.GuildConfig.Coyote.Database;

/// <summary>The few statements with which the feed, and a writer in doubt, read the log.</summary>
internal sealed class ExploredCommand(ExploredDatabase database) : DbCommand
{
    /// <summary>Small, so that a read takes several pages.</summary>
    private const int PageSize = 2;

    private readonly SqliteCommand _parameters = new();

    [AllowNull]
    public override string CommandText { get; set; } = string.Empty;

    public override int CommandTimeout { get; set; }

    public override CommandType CommandType { get; set; }

    public override bool DesignTimeVisible { get; set; }

    public override UpdateRowSource UpdatedRowSource { get; set; }

    protected override DbConnection? DbConnection { get; set; }

    protected override DbParameterCollection DbParameterCollection => _parameters.Parameters;

    protected override DbTransaction? DbTransaction { get; set; }

    private long Value => Convert.ToInt64(_parameters.Parameters[0].Value, provider: null);

    public override void Cancel()
    {
    }

    public override int ExecuteNonQuery() => throw new NotSupportedException();

    /// <summary>The one statement that changes anything outside a plan: the writer's probe.</summary>
    public override async Task<int> ExecuteNonQueryAsync(CancellationToken cancellationToken)
    {
        await database.StepAsync(DatabaseStep.Write);
        return 1;
    }

    public override object? ExecuteScalar() => throw new NotSupportedException();

    public override void Prepare()
    {
    }

    protected override DbParameter CreateDbParameter() => new SqliteParameter();

    protected override DbDataReader ExecuteDbDataReader(CommandBehavior behavior) => throw new NotSupportedException();

    protected override async Task<DbDataReader> ExecuteDbDataReaderAsync(CommandBehavior behavior, CancellationToken cancellationToken)
    {
        await database.StepAsync(DatabaseStep.Read);
        cancellationToken.ThrowIfCancellationRequested();
        var result = CommandText.Contains("guild_config_clock", StringComparison.Ordinal) ? ReadPosition() : ReadChanges();

        // The response takes time, too.
        await Task.Yield();
        return result.CreateDataReader();
    }

    protected override void Dispose(bool disposing)
    {
        _parameters.Dispose();
        base.Dispose(disposing);
    }

    private DataTable ReadPosition()
    {
        using var table = NewTable(typeof(long), typeof(string), typeof(string), typeof(long), typeof(string));
        var (clock, found) = (database.Clock, database.FindChange(Value));
        table.Rows.Add(clock.Revision, clock.Epoch, clock.Mark, found?.Change.Revision, found?.Mark);
        return table;
    }

    private DataTable ReadChanges()
    {
        using var table = NewTable(
            typeof(long), typeof(long), typeof(long), typeof(long), typeof(long), typeof(string), typeof(string), typeof(string), typeof(string), typeof(long), typeof(long), typeof(long));
        var isPage = CommandText.Contains("> @after", StringComparison.Ordinal);
        foreach (var planned in database.Log.Where(planned => isPage ? planned.Change.Revision > Value : planned.Change.Revision == Value).Take(PageSize))
        {
            table.Rows.Add(ValuesOf(planned));
        }

        return table;
    }

    /// <summary>The columns of <see cref="ChangeRow.Columns"/>.</summary>
    private object?[] ValuesOf(PlannedChange planned)
    {
        var change = planned.Change;
        var previous = planned.Previous is { } revision ? database.FindChange(revision) : null;
        return
        [
            change.Revision,
            change.GuildId is { } guildId ? Snowflake.ToStored(guildId) : null,
            (long)change.Kind,
            planned.ChangedAt,
            change.ActorId is { } actorId ? Snowflake.ToStored(actorId) : null,
            change.Reason,
            change.Kind == GuildConfigChangeKind.Created ? planned.Before : planned.Before ?? previous?.After,
            planned.After,
            planned.Mark,
            planned.Previous,
            planned.Digest,
            previous?.Change.Revision,
        ];
    }

    private static DataTable NewTable(params Type[] columns)
    {
        var table = new DataTable();
        foreach (var type in columns)
        {
            table.Columns.Add(columnName: null, type);
        }

        return table;
    }
}
