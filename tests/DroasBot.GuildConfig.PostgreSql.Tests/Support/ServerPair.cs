using System.Data.Common;
using DroasBot.GuildConfig.Contract;
using DroasBot.GuildConfig.Support;
using DroasBot.GuildConfig.Support.Processes;
using Npgsql;
using Xunit;

namespace DroasBot.GuildConfig.PostgreSql.Tests.Support;

/// <summary>A primary and its standby. The nodes name both, and reach the standby at an address that can be taken away.</summary>
internal sealed class ServerPair : ContractStore
{
    private const string Database = "failover";

    private readonly PostgreSqlCluster _primary;
    private readonly PostgreSqlStandby _standby;
    private readonly TemporaryDirectory _addresses = new();
    private readonly NpgsqlConnectionStringBuilder _both;

    private ServerPair(PostgreSqlCluster primary, PostgreSqlStandby standby)
    {
        (_primary, _standby) = (primary, standby);
        _both = new NpgsqlConnectionStringBuilder(primary.ConnectionString(Database)) { TargetSessionAttributes = "primary" };
        _both.Host += "," + StandbyAddress;
        ShowStandby();
    }

    /// <summary>Gets the connection string of the standby alone.</summary>
    public string Standby => _standby.Server.ConnectionString(Database);

    public override string NodeDatabase => "postgres:" + _both.ConnectionString;

    private string StandbyAddress => _addresses.File("standby");

    public static async Task<ServerPair> StartAsync()
    {
        Assert.SkipUnless(PostgreSqlCluster.IsInstalled, "PostgreSQL is not installed: there is no initdb below /usr/lib/postgresql (Debian's package is 'postgresql').");
        var primary = await PostgreSqlCluster.StartNewAsync(survivesPowerLoss: false);
        try
        {
            return new ServerPair(primary, await primary.StartStandbyAsync());
        }
        catch
        {
            await primary.DisposeAsync();
            throw;
        }
    }

    /// <summary>Stops replication: from here on, the standby lacks what the primary commits.</summary>
    public async Task DetachStandbyAsync()
    {
        await _standby.CatchUpAsync();
        await _standby.DetachAsync();
    }

    public Task StopPrimaryAsync() => _primary.StopAsync();

    public Task PromoteStandbyAsync() => _standby.PromoteAsync();

    public void ShowStandby() => Directory.CreateSymbolicLink(StandbyAddress, Path.GetDirectoryName(_standby.Server.SocketPath)!);

    public void HideStandby() => Directory.Delete(StandbyAddress);

    protected override void Use(IGuildConfigBuilder builder) => builder.UsePostgreSql(_both.ConnectionString);

    protected override DbConnection CreateConnection() => new NpgsqlConnection(Standby + ";Pooling=false");

    protected override async ValueTask DropAsync()
    {
        _addresses.Dispose();
        await _standby.DisposeAsync();
        await _primary.DisposeAsync();
    }
}
