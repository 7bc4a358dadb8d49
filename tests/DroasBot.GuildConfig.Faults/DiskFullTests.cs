using System.Diagnostics;
using System.Globalization;
using DroasBot.GuildConfig.Faults.Support;
using DroasBot.GuildConfig.Storage.Schema;
using DroasBot.GuildConfig.Support;
using DroasBot.GuildConfig.Support.Processes;
using Xunit;

namespace DroasBot.GuildConfig.Faults;

/// <summary>There is no room for another write; then there is room again.</summary>
[Trait("Invariant", "7")]
public class DiskFullTests
{
    private const int MostWrites = 5000;
    private const string SmallestReserve = "512";

    private static readonly string _padding = new('x', 600);

    [Fact]
    [Trait("Invariant", "8")]
    public async Task FullFileSystem_WritesFailReadsContinue_WritesSucceedOnceThereIsSpace()
    {
        using var directory = new TemporaryDirectory();
        using var tmpfs = Tmpfs.TryMount(directory.File("small"), "2m");
        Assert.SkipWhen(tmpfs is null, "This process may not mount a file system. The file size limit of the other test takes the place of this one.");
        var file = Path.Combine(tmpfs.Path, "guild-config.db");
        var reserve = Path.Combine(tmpfs.Path, "reserve");
        await File.WriteAllBytesAsync(reserve, new byte[512 * 1024], TestContext.Current.CancellationToken);
        await using var host = await FaultHost.StartAsync(file);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var watched = new List<GuildConfigChange>();
        var watching = WatchAsync(host, watched, stop.Token);

        var (acknowledged, failure) = await FillAsync(host);

        Assert.NotNull(failure);
        Assert.False(failure.IsTransient);
        Assert.Contains(file, failure.Message, StringComparison.Ordinal);
        Assert.Contains("disk is full", failure.Message, StringComparison.Ordinal);
        foreach (var (guild, snapshot) in acknowledged)
        {
            Assert.Same(snapshot, await host.ReadAsync(guild));
        }

        foreach (var (guild, snapshot) in acknowledged)
        {
            Assert.Equal(snapshot.Revision, (await host.ReadUncachedAsync(guild)).Revision);
        }

        // Still full, also for many simultaneous callers.
        await Assert.ThrowsAsync<GuildConfigStoreException>(() => Task.WhenAll(Enumerable.Range(1, 16).Select(i => PadAsync(host, (ulong)i, MostWrites + 1))));
        File.Delete(reserve);
        var next = await PadAsync(host, 1, MostWrites + 2);
        Assert.Equal(acknowledged.Values.Max(s => s.Revision) + 1, next.Revision);
        acknowledged[1] = next;

        await host.DisposeAsync();
        await watching;
        AssertStored(file, acknowledged);
        Assert.Equal(Enumerable.Range(1, (int)next.Revision).Select(i => (long)i), watched.Select(c => c.Revision));
    }

    [Fact]
    public async Task FileSizeLimit_WritesFailReadsContinue_WritesSucceedOnceThereIsSpace()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Linux alone can raise the limit of another process.");
        using var directory = new TemporaryDirectory();
        await (await FaultHost.StartAsync(directory.Database)).DisposeAsync();

        // Ignores the signal that comes with the limit, since a full disk sends none. POSIX shells count in blocks of 512 bytes.
        await using var node = NodeProcess.Start(["sh", "-c", $"trap '' XFSZ; ulimit -S -f {SmallestReserve}; exec \"$@\"", "sh"], "serve", directory.Database);
        Assert.Equal("ready", await node.ReadLineAsync());
        var acknowledged = new Dictionary<int, string>();
        string answer;
        var write = 0;
        do
        {
            answer = await node.AskAsync(string.Create(CultureInfo.InvariantCulture, $"set {++write} {write} {_padding}"));
            if (answer.StartsWith("ok", StringComparison.Ordinal))
            {
                acknowledged[write] = answer;
            }
        }
        while (acknowledged.ContainsKey(write) && write < MostWrites);

        Assert.StartsWith("store-error permanent", answer, StringComparison.Ordinal);
        Assert.Contains(directory.Database, answer, StringComparison.Ordinal);
        Assert.NotEmpty(acknowledged);
        foreach (var (guild, said) in acknowledged)
        {
            Assert.Equal(said, await node.AskAsync($"read {guild}"));
        }

        using (var prlimit = Process.Start("prlimit", ["--pid", node.Id.ToString(CultureInfo.InvariantCulture), "--fsize=unlimited:unlimited"]))
        {
            await prlimit.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.Equal(0, prlimit.ExitCode);
        }

        Assert.Equal($"ok {acknowledged.Count + 1} {write}", await node.AskAsync(string.Create(CultureInfo.InvariantCulture, $"set {write} {write} {_padding}")));
        node.Kill();
        await node.WaitForExitAsync();
        var state = StoredState.Read(directory.Database);
        state.AssertConsistent();
        Assert.Equal(acknowledged.Count + 1, state.Clock);
        Assert.All(acknowledged.Keys, guild => Assert.Contains($"\"welcomeChannelId\":\"{guild}\"", state.Guilds[guild], StringComparison.Ordinal));
    }

    private static async Task<(Dictionary<ulong, GuildConfigSnapshot> Acknowledged, GuildConfigStoreException? Failure)> FillAsync(FaultHost host)
    {
        var acknowledged = new Dictionary<ulong, GuildConfigSnapshot>();
        for (var write = 1; write <= MostWrites; write++)
        {
            try
            {
                var guild = (ulong)(write % 50) + 1;
                acknowledged[guild] = await PadAsync(host, guild, write);
            }
            catch (GuildConfigStoreException full)
            {
                return (acknowledged, full);
            }
        }

        return (acknowledged, null);
    }

    private static Task<GuildConfigSnapshot> PadAsync(FaultHost host, ulong guild, int write)
        => host.Service.UpdateAsync(guild, e => e.SetBackground($"{write}/{_padding}.png", "image/png"));

    private static async Task WatchAsync(FaultHost host, List<GuildConfigChange> watched, CancellationToken cancellationToken)
    {
        await foreach (var change in host.Log.WatchAsync(cancellationToken))
        {
            watched.Add(change);
        }
    }

    private static void AssertStored(string file, Dictionary<ulong, GuildConfigSnapshot> acknowledged)
    {
        var state = StoredState.Read(file);
        state.AssertConsistent();
        Assert.Equal(acknowledged.Values.Max(s => s.Revision), state.Clock);
        Assert.All(acknowledged, pair => Assert.Contains($"\"filePath\":\"{pair.Value.Background!.FilePath}\"", state.Guilds[(long)pair.Key], StringComparison.Ordinal));
    }
}
