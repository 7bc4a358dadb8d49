using DroasBot.GuildConfig.Faults.Support;
using DroasBot.GuildConfig.Storage.Schema;
using DroasBot.GuildConfig.Support;
using Xunit;

namespace DroasBot.GuildConfig.Faults;

/// <summary>Read-modify-write by many simultaneous callers.</summary>
public class LostUpdateTests
{
    private const int Callers = 64;
    private const int UpdatesEach = 1000;
    private const int Guilds = 10;
    private const long LargestLog = 32 * 1024 * 1024;

    [Fact]
    [Trait("Invariant", "1")]
    [Trait("Invariant", "10")]
    public async Task UpdateAsync_SixtyFourCallersAddOne_EndsWithTheExactSums()
    {
        using var directory = new TemporaryDirectory();
        await using (var host = await FaultHost.StartAsync(directory.Database))
        {
            await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(async () =>
            {
                for (var i = 0; i < UpdatesEach; i++)
                {
                    await host.Service.UpdateAsync((ulong)((caller + i) % Guilds) + 1, e => e.WelcomeChannelId = (e.WelcomeChannelId ?? 0) + 1);
                }
            })));

            for (var guild = 1UL; guild <= Guilds; guild++)
            {
                Assert.Equal((ulong)(Callers * UpdatesEach / Guilds), (await host.ReadAsync(guild)).WelcomeChannelId);
                Assert.Equal((ulong)(Callers * UpdatesEach / Guilds), (await host.ReadUncachedAsync(guild)).WelcomeChannelId);
            }

            // Some 60 MB went through the write-ahead log, which is reused each time.
            Assert.InRange(new FileInfo(directory.Database + "-wal").Length, 1, LargestLog);
        }

        var state = StoredState.Read(directory.Database);
        state.AssertConsistent();
        Assert.Equal(Callers * UpdatesEach, state.Clock);
    }
}
