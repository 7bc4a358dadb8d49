using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace DroasBot.GuildConfig.Storage.Schema;

/// <summary>Refuses commands that return no rows, which are those that write: <c>ExecuteUpdate</c>, <c>ExecuteDelete</c>, SQL, migrations.</summary>
/// <remarks>
/// Here rather than by a connection setting, since a pooler does not accept PostgreSQL's settings, or passes them on to the next client. SQL that
/// writes and returns rows is a query to EF Core: the connection and the rights of the role have to refuse it.
/// </remarks>
internal sealed class WriteRefusal : DbCommandInterceptor
{
    private WriteRefusal()
    {
    }

    public static WriteRefusal Instance { get; } = new();

    public static InvalidOperationException Create()
        => new($"{nameof(GuildConfigDbContext)} is read-only. Change configurations with {nameof(IGuildConfigService)}: only then does a change get a revision, an audit trail, and reach every cache.");

    public override InterceptionResult<int> NonQueryExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<int> result) => throw Create();

    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
        => throw Create();
}
