using System.Data.Common;
using DroasBot.GuildConfig.Support;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace DroasBot.GuildConfig.Contract;

/// <summary>An SQLite file in its own directory.</summary>
public sealed class SqliteStore : ContractStore
{
    private readonly TemporaryDirectory _directory = new();

    public override string NodeDatabase => "sqlite:" + File;

    /// <summary>Gets the path of the file, which may not exist yet.</summary>
    public string File => _directory.Database;

    private string ConnectionString => new SqliteConnectionStringBuilder { DataSource = File, Pooling = false }.ConnectionString;

    protected override void Use(IGuildConfigBuilder builder)
        => builder.Services.Configure<GuildConfigOptions>(options => options.ConnectionString = ConnectionString);

    protected override DbConnection CreateConnection() => new SqliteConnection(ConnectionString);

    protected override Task CopyTemplateAsync() => System.IO.File.Exists(File) ? Task.CompletedTask : SqliteTemplate.CopyAsync(File);

    protected override ValueTask DropAsync()
    {
        _directory.Dispose();
        return ValueTask.CompletedTask;
    }
}
