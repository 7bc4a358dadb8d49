using DroasBot.GuildConfig.Faults.Support;
using DroasBot.GuildConfig.Support;
using Xunit;

namespace DroasBot.GuildConfig.Faults;

/// <summary>There is no room for a backup; then there is.</summary>
public class BackupTests
{
    private const int Guilds = 300;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Invariant", "7")]
    public async Task FullFileSystem_RemovesTheCopyAndLeavesTheDatabaseUnchanged()
    {
        using var directory = new TemporaryDirectory();
        using var tmpfs = Tmpfs.TryMount(directory.File("small"), "1m");
        Assert.SkipWhen(tmpfs is null, "This process may not mount a file system.");
        var reserve = Path.Combine(tmpfs.Path, "reserve");
        await File.WriteAllBytesAsync(reserve, new byte[900 * 1024], Token);
        var target = Path.Combine(tmpfs.Path, "copy.db");
        await using var host = await FaultHost.StartAsync(directory.Database);
        var padding = new string('x', 600);
        await Task.WhenAll(Enumerable.Range(1, Guilds).Select(guild => host.Service.UpdateAsync((ulong)guild, e => e.SetBackground($"{guild}/{padding}.png", "image/png"))));

        var failure = await Assert.ThrowsAsync<GuildConfigStoreException>(() => host.Maintenance.BackupAsync(target, Token));

        Assert.False(failure.IsTransient);
        Assert.All([target, directory.Database, "the disk is full", "nothing of it is left"], part => Assert.Contains(part, failure.Message, StringComparison.OrdinalIgnoreCase));
        Assert.Equal([reserve], Directory.GetFileSystemEntries(tmpfs.Path));
        Assert.Equal(Guilds + 1, (await host.SetAsync(1, 2)).Revision);
        Assert.Empty(await host.Maintenance.VerifyAsync(Token));

        File.Delete(reserve);
        await host.Maintenance.BackupAsync(target, Token);

        Assert.Equal([target], Directory.GetFileSystemEntries(tmpfs.Path));
        await host.DisposeAsync();
        var (original, copy) = (StoredState.Read(directory.Database), StoredState.Read(target));
        copy.AssertConsistent();
        Assert.Equal(original.Guilds, copy.Guilds);
    }
}
