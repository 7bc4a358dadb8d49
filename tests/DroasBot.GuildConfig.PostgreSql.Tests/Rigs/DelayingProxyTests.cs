using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using DroasBot.GuildConfig.PostgreSql.Tests.Support;
using DroasBot.GuildConfig.Support;
using DroasBot.GuildConfig.Support.Processes;
using Npgsql;
using Xunit;

namespace DroasBot.GuildConfig.PostgreSql.Tests.Rigs;

public sealed class DelayingProxyTests(PostgreSqlServer server)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>The shortest of many, since a busy machine delays some of them.</summary>
    [Theory]
    [InlineData(250)]
    [InlineData(500)]
    [InlineData(5_000)]
    public async Task Query_ThroughTheProxy_TakesTheDelayBothWays(int microseconds)
    {
        await using var proxy = CreateProxy(microseconds);
        await using var connection = await OpenAsync(proxy);
        await using var command = new NpgsqlCommand("SELECT 1", connection);
        var shortest = TimeSpan.MaxValue;
        var (most, started) = (TimeSpan.FromMicroseconds((2 * microseconds) + 2_000), Stopwatch.GetTimestamp());
        for (var i = 0; i < 200 || (shortest > most && Stopwatch.GetElapsedTime(started) < Deadlines.Limit); i++)
        {
            var begun = Stopwatch.GetTimestamp();
            await command.ExecuteScalarAsync(Token);
            var time = Stopwatch.GetElapsedTime(begun);
            shortest = time < shortest ? time : shortest;
        }

        Assert.InRange(shortest, TimeSpan.FromMicroseconds(2 * microseconds), most);
    }

    [Fact]
    public async Task LargeResponse_ArrivesCompletelyAndIsDelayedOnce()
    {
        const int Rows = 40_000;
        await using var proxy = CreateProxy(50_000);
        await using var connection = await OpenAsync(proxy);
        await using var command = new NpgsqlCommand(
            string.Create(CultureInfo.InvariantCulture, $"SELECT i, repeat(chr(97 + i % 26), 1000) FROM generate_series(0, {Rows - 1}) AS i"), connection);
        var begun = Stopwatch.GetTimestamp();
        await using var rows = await command.ExecuteReaderAsync(Token);
        for (var i = 0; i < Rows; i++)
        {
            Assert.True(await rows.ReadAsync(Token));
            Assert.Equal(i, rows.GetInt32(0));
            Assert.Equal(new string((char)('a' + (i % 26)), 1000), rows.GetString(1));
        }

        // 40 MB are at least 600 chunks: one after another, they would take half a minute.
        Assert.InRange(Stopwatch.GetElapsedTime(begun), TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(15));
    }

    [Fact]
    public async Task Dispose_ConnectionOpen_ClosesIt()
    {
        await using var proxy = CreateProxy(250);
        await using var connection = await OpenAsync(proxy);
        await proxy.DisposeAsync();
        await using var command = new NpgsqlCommand("SELECT 1", connection);

        await Assert.ThrowsAnyAsync<NpgsqlException>(() => command.ExecuteScalarAsync(Token));
    }

    private DelayingProxy CreateProxy(int microseconds)
        => new(new UnixDomainSocketEndPoint(server.SocketPath), TimeSpan.FromMicroseconds(microseconds));

    private async Task<NpgsqlConnection> OpenAsync(DelayingProxy proxy)
    {
        var connection = new NpgsqlConnection(server.ConnectionString("postgres") + ";Pooling=false;" + proxy.Through);
        await connection.OpenAsync(Token);
        return connection;
    }
}
