using System.Globalization;
using DroasBot.GuildConfig.Faults.Support;
using DroasBot.GuildConfig.Storage.Schema;
using DroasBot.GuildConfig.Support;
using Xunit;

namespace DroasBot.GuildConfig.Faults;

/// <summary>A process was killed, and the write-ahead log that it left behind has lost its end.</summary>
/// <remarks>
/// SQLite recovers all complete commits up to the first incomplete one, and cannot know that there were more. So the guarantee is a consistent
/// earlier state, never defaults and never a mixture.
/// </remarks>
[Trait("Invariant", "1")]
public class TruncatedLogTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task TruncatedLog_YieldsAnEarlierStateOrAClearError(bool isCopiedIntoTheDatabase)
    {
        using var directory = new TemporaryDirectory();
        var acknowledged = await WritingNode.WriteAndKillAsync(directory.Database, units: 300);
        if (isCopiedIntoTheDatabase)
        {
            StoredState.Checkpoint(directory.Database);
        }

        var length = new FileInfo(directory.Database + "-wal").Length;
        Assert.True(length > 100_000, $"The log has only {length} bytes.");
        var (earlier, refused) = (0, 0);
        var lengths = Enumerable.Range(0, 21).Select(i => length * i / 20).Concat([16L, 32, 33, 32 + 24, 32 + 24 + 4096, length - 1]);
        foreach (var kept in lengths)
        {
            var file = directory.File(string.Create(CultureInfo.InvariantCulture, $"{kept}.db"));
            File.Copy(directory.Database, file, overwrite: true);
            File.Copy(directory.Database + "-wal", file + "-wal", overwrite: true);
            using (var log = File.OpenWrite(file + "-wal"))
            {
                log.SetLength(kept);
            }

            if (await IsEarlierStateAsync(file, acknowledged))
            {
                earlier++;
            }
            else
            {
                refused++;
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{earlier} times an earlier state, {refused} times refused");
        Assert.True(earlier > 0);
    }

    /// <returns><see langword="false"/> if the library refused to work with it.</returns>
    private static async Task<bool> IsEarlierStateAsync(string file, IReadOnlyList<Acknowledgement> acknowledged)
    {
        try
        {
            await using var host = await FaultHost.StartAsync(file);
            var guilds = new Dictionary<long, GuildConfigSnapshot>();
            for (var guild = 1; guild <= 8; guild++)
            {
                guilds[guild] = await host.ReadAsync((ulong)guild);
                Assert.Equal(guilds[guild].Revision, (await host.ReadUncachedAsync((ulong)guild)).Revision);
            }

            await host.SetAsync(9, 9);
            await host.DisposeAsync();
            var state = StoredState.Read(file);
            state.AssertConsistent();
            var changes = state.Changes.ToLookup(c => c.Reason);
            foreach (var unit in acknowledged.Where(unit => changes.Contains(unit.Token) || unit.Items.Any(item => item is ["set", _, var revision, ..] && long.Parse(revision, null) < state.Clock)))
            {
                unit.AssertIn(changes);
            }

            Assert.All(guilds.Where(g => g.Value.Exists), pair => Assert.StartsWith($"{{\"revision\":{pair.Value.Revision},", state.Guilds[pair.Key], StringComparison.Ordinal));
            Assert.All(guilds.Where(g => !g.Value.Exists), pair => Assert.DoesNotContain(pair.Key, state.Guilds.Keys));
            return true;
        }
        catch (GuildConfigStoreException failure)
        {
            Assert.Contains(file, failure.Message, StringComparison.Ordinal);
            return false;
        }
    }
}
