using System.Runtime.Versioning;
using DroasBot.GuildConfig.Faults.Support;
using DroasBot.GuildConfig.Support;
using DroasBot.GuildConfig.Support.Processes;
using Xunit;

namespace DroasBot.GuildConfig.Faults;

/// <summary>The file or its directory is read-only.</summary>
[UnsupportedOSPlatform("windows")]
public class ReadOnlyTests
{
    private const UnixFileMode ReadableDirectory = UnixFileMode.UserRead | UnixFileMode.UserExecute;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ReadOnlyDirectory_RefusesToStart(bool hasBeenUsedBefore)
    {
        SkipUnlessUnix();
        using var directory = new TemporaryDirectory();
        var home = Directory.CreateDirectory(directory.File("home")).FullName;
        var file = Path.Combine(home, "guild-config.db");
        if (hasBeenUsedBefore)
        {
            await WriteOneGuildAsync(file);
        }

        var before = hasBeenUsedBefore ? await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken) : null;
        File.SetUnixFileMode(home, ReadableDirectory);
        try
        {
            await using var node = StartWithoutPrivilege("serve", file);
            var answer = await node.ReadLineAsync();
            Assert.StartsWith("store-error permanent", answer, StringComparison.Ordinal);
            Assert.Contains(file, answer, StringComparison.Ordinal);
            Assert.Matches("may not write|read-only", answer);
            await node.WaitForExitAsync();
        }
        finally
        {
            File.SetUnixFileMode(home, ReadableDirectory | UnixFileMode.UserWrite);
        }

        Assert.Equal(hasBeenUsedBefore, File.Exists(file));
        Assert.Equal(before, hasBeenUsedBefore ? await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken) : null);
    }

    [Fact]
    [Trait("Invariant", "8")]
    public async Task ReadOnlyFile_IsReadButNotWritten()
    {
        SkipUnlessUnix();
        using var directory = new TemporaryDirectory();
        await WriteOneGuildAsync(directory.Database);
        var before = await File.ReadAllBytesAsync(directory.Database, TestContext.Current.CancellationToken);
        File.SetUnixFileMode(directory.Database, UnixFileMode.UserRead);

        await using var node = StartWithoutPrivilege("serve", directory.Database);

        Assert.Equal("ready", await node.ReadLineAsync());
        Assert.Equal("ok 1 100", await node.AskAsync("read 1"));

        // The start has tried to write, so the failure is known before the first write.
        string health;
        do
        {
            health = await node.AskAsync("health");
        }
        while (health.StartsWith("Healthy", StringComparison.Ordinal));
        Assert.StartsWith("Degraded", health, StringComparison.Ordinal);
        Assert.Contains("may not write", health, StringComparison.Ordinal);
        var answer = await node.AskAsync("set 1 101 x");
        Assert.StartsWith("store-error permanent", answer, StringComparison.Ordinal);
        Assert.Contains(directory.Database, answer, StringComparison.Ordinal);
        Assert.Contains("may not write", answer, StringComparison.Ordinal);
        Assert.Equal("ok 1 100", await node.AskAsync("read 1"));
        Assert.Equal(before, await File.ReadAllBytesAsync(directory.Database, TestContext.Current.CancellationToken));
        node.Kill();
        await node.WaitForExitAsync();
        foreach (var file in Directory.GetFiles(directory.Path))
        {
            // SQLite gives the files next to it the same permissions.
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        await using var next = StartWithoutPrivilege("serve", directory.Database);
        Assert.Equal("ready", await next.ReadLineAsync());
        Assert.Equal("ok 2 101", await next.AskAsync("set 1 101 x"));
        Assert.StartsWith("Healthy", await next.AskAsync("health"), StringComparison.Ordinal);
    }

    private static void SkipUnlessUnix() => Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such permissions.");

    /// <summary>Root ignores permissions, unless that capability is dropped.</summary>
    private static NodeProcess StartWithoutPrivilege(params string[] arguments)
        => NodeProcess.Start(
            Environment.IsPrivilegedProcess ? ["setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-dac_override,-dac_read_search"] : [],
            arguments);

    private static async Task WriteOneGuildAsync(string file)
    {
        await using var host = await FaultHost.StartAsync(file);
        await host.SetAsync(1, 100);
    }
}
