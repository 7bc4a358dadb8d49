using DroasBot.GuildConfig.PostgreSql.Tests.Support;
using DroasBot.GuildConfig.Tests.Sample;
using Xunit;

namespace DroasBot.GuildConfig.PostgreSql.Tests.Sample;

/// <summary>The sample with <c>--postgres</c>.</summary>
public sealed class WelcomeBotTests(PostgreSqlServer server) : IAsyncLifetime
{
    private readonly SampleProgram _sample = new();
    private readonly string _database = "sample_" + Guid.NewGuid().ToString("N");

    public ValueTask InitializeAsync()
    {
        _ = server.SocketPath;
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        _sample.Dispose();
        await server.DropAsync(_database);
    }

    [Fact]
    public async Task Run_NewDatabase_IsCreatedOnTheServer()
    {
        var output = (await _sample.RunAsync("--postgres", server.ConnectionString(_database), "--guilds", "100", "--seconds", "1")).AssertSucceeded().Output.ReplaceLineEndings("\n");

        Assert.Contains("Its configuration is in PostgreSQL.", output, StringComparison.Ordinal);
        Assert.Contains("Seeded 100 guilds", output, StringComparison.Ordinal);
        Assert.Matches(@"Grace joins\n +to channel \d+: @Grace Welcome! \(with a picture of 99 bytes\)\n", output);
        Assert.Matches(@"\nguilds +101 *\n", output);
        Assert.False(File.Exists(_sample.PathOf("guild-config-sample.db")));
    }
}
