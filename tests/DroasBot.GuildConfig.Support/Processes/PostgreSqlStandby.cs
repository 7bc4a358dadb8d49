namespace DroasBot.GuildConfig.Support.Processes;

/// <summary>A server that follows a primary with asynchronous streaming replication, until it is told to stop. Disposed together with its files.</summary>
public sealed class PostgreSqlStandby : IAsyncDisposable
{
    /// <summary>Only detects hangs.</summary>
    private static readonly TimeSpan _deadline = TimeSpan.FromMinutes(1);

    private readonly PostgreSqlCluster _primary;

    internal PostgreSqlStandby(PostgreSqlCluster primary, PostgreSqlCluster server)
    {
        _primary = primary;
        Server = server;
    }

    /// <summary>Gets the server, which is read-only until <see cref="PromoteAsync"/>.</summary>
    public PostgreSqlCluster Server { get; }

    /// <summary>Waits until it has everything that the primary committed before the call.</summary>
    public async Task CatchUpAsync()
    {
        var committed = await _primary.QueryAsync("SELECT pg_current_wal_flush_lsn()");
        await UntilAsync($"SELECT pg_last_wal_replay_lsn() >= '{committed}'");
    }

    /// <summary>Ends the replication while both servers run: the standby lacks everything that the primary commits from now on.</summary>
    public async Task DetachAsync()
    {
        await Server.QueryAsync("ALTER SYSTEM SET primary_conninfo = ''");
        await Server.QueryAsync("SELECT pg_reload_conf()");
        await UntilAsync("SELECT count(*) = 0 FROM pg_stat_wal_receiver");
    }

    /// <summary>Makes it a primary, with the data it has. Two primaries would both accept writes: stop the other one first.</summary>
    public Task PromoteAsync() => Server.PromoteAsync();

    public ValueTask DisposeAsync() => Server.DisposeAsync();

    private async Task UntilAsync(string condition)
    {
        using var deadline = new CancellationTokenSource(_deadline);
        while (await Server.QueryAsync(condition) != "t")
        {
            await Task.Delay(10, deadline.Token);
        }
    }
}
