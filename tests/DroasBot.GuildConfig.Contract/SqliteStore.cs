using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace DroasBot.GuildConfig.Contract;

/// <summary>An SQLite file in its own directory.</summary>
public sealed class SqliteStore : ContractStore
{
    private readonly string _directory = Directory.CreateTempSubdirectory("guild-config-contract-").FullName;

    public override string NodeDatabase => "sqlite:" + File;

    /// <summary>Gets the path of the file, which may not exist yet.</summary>
    public string File => Path.Combine(_directory, "guild-config.db");

    private string ConnectionString => new SqliteConnectionStringBuilder { DataSource = File, Pooling = false }.ConnectionString;

    protected override void Use(IGuildConfigBuilder builder)
        => builder.Services.Configure<GuildConfigOptions>(options => options.ConnectionString = ConnectionString);

    protected override DbConnection CreateConnection() => new SqliteConnection(ConnectionString);

    protected override Task CopyTemplateAsync() => System.IO.File.Exists(File) ? Task.CompletedTask : SqliteTemplate.CopyAsync(File);

    protected override ValueTask DropAsync()
    {
        Directory.Delete(_directory, recursive: true);
        return ValueTask.CompletedTask;
    }
}
