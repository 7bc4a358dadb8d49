using System.Data.Common;
using DroasBot.GuildConfig.Contract;

namespace DroasBot.GuildConfig.PostgreSql.Tests.Support;

/// <summary>A separate database, which the library creates.</summary>
internal sealed class PostgreSqlStore : ContractStore
{
    private readonly PostgreSqlServer _server;
    private readonly string _connectionString;

    /// <param name="server">The server; the test is skipped if there is none.</param>
    /// <param name="through">An addition to the nodes' connection string, for another route to the same server.</param>
    public PostgreSqlStore(PostgreSqlServer server, string through = "")
    {
        _server = server;
        _connectionString = server.ConnectionString(Database) + ";" + through;
    }

    public string Database { get; } = "contract_" + Guid.NewGuid().ToString("N");

    public override string NodeDatabase => "postgres:" + _connectionString;

    /// <summary>Ends the sessions of all nodes, including their listeners, as an administrator might.</summary>
    public Task TerminateAllAsync() => _server.TerminateAllAsync(Database);

    protected override void Use(IGuildConfigBuilder builder) => builder.UsePostgreSql(_connectionString);

    protected override DbConnection CreateConnection() => _server.CreateConnection(Database);

    protected override Task CopyTemplateAsync() => _server.CopyTemplateAsync(Database);

    protected override async ValueTask DropAsync() => await _server.DropAsync(Database);
}
