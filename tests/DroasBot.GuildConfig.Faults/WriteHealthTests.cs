using DroasBot.GuildConfig.Contract;
using DroasBot.GuildConfig.Faults.Support;
using DroasBot.GuildConfig.Support;
using DroasBot.GuildConfig.Support.Processes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Xunit;

namespace DroasBot.GuildConfig.Faults;

/// <summary>A bot whose database cannot be written is unhealthy, although it can read.</summary>
public class WriteHealthTests
{
    private static readonly string _padding = new('x', 600);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Health_DiskIsFull_ReportsItUntilAWriteSucceeds()
    {
        using var directory = new TemporaryDirectory();
        using var tmpfs = Tmpfs.TryMount(directory.File("small"), "2m");
        Assert.SkipWhen(tmpfs is null, "This process may not mount a file system.");
        var reserve = Path.Combine(tmpfs.Path, "reserve");
        await File.WriteAllBytesAsync(reserve, new byte[512 * 1024], Token);
        await using var host = await StartAsync(Path.Combine(tmpfs.Path, "guild-config.db"));
        Assert.Equal(HealthStatus.Healthy, (await host.CheckAsync()).Status);

        var written = 0UL;
        var failure = await Assert.ThrowsAsync<GuildConfigStoreException>(async () =>
        {
            while (written < 5_000)
            {
                await PadAsync(host, written + 1);
                written++;
            }
        });

        Assert.Contains("disk is full", failure.Message, StringComparison.Ordinal);
        for (var i = 0; i < 3; i++)
        {
            // Reads succeed, but do not make it healthy.
            Assert.Equal(HealthStatus.Degraded, (await host.CheckAsync()).Status);
            Assert.Contains("disk is full", (await host.CheckAsync()).Description, StringComparison.Ordinal);
            Assert.Equal("1", (await host.ReadUncachedAsync(1)).Background!.FilePath!.Split('/')[0]);
        }

        File.Delete(reserve);
        Assert.Equal(HealthStatus.Degraded, (await host.CheckAsync()).Status);
        await PadAsync(host, written + 1);
        Assert.Equal(HealthStatus.Healthy, (await host.CheckAsync()).Status);
    }

    [Fact]
    public async Task Health_LockedByAnotherProgram_ReportsItUntilAWriteSucceeds()
    {
        using var directory = new TemporaryDirectory();
        await using var host = await StartAsync(directory.Database, options => options.TransactionTimeout = TimeSpan.FromSeconds(1));
        await using (var stranger = NodeProcess.Start("lock", directory.Database, "0"))
        {
            Assert.Equal("locked", await stranger.ReadLineAsync());
            await Assert.ThrowsAsync<GuildConfigStoreException>(() => host.SetAsync(1, 100));

            var report = await host.CheckAsync();
            Assert.Equal(HealthStatus.Degraded, report.Status);
            Assert.Contains("is locked by another", report.Description, StringComparison.Ordinal);
        }

        await Deadlines.UntilMadeAsync(() => host.SetAsync(1, 100));
        Assert.Equal(HealthStatus.Healthy, (await host.CheckAsync()).Status);
    }

    /// <summary>A refusal by the host's code is not a database failure.</summary>
    [Fact]
    public async Task Health_EditThatThrowsOrConflicts_StaysHealthy()
    {
        using var directory = new TemporaryDirectory();
        await using var host = await StartAsync(directory.Database);

        await Assert.ThrowsAsync<FormatException>(() => host.Service.UpdateAsync(1, Edits.Failing(new FormatException("mine")), cancellationToken: Token));
        await Assert.ThrowsAsync<GuildConfigConflictException>(() => host.Service.UpdateAsync(1, _ => { }, new ChangeContext { ExpectedRevision = 7 }, Token));
        await Assert.ThrowsAsync<FormatException>(() => host.Service.TransactAsync((_, _) => throw new FormatException("mine"), cancellationToken: Token));

        Assert.Equal(HealthStatus.Healthy, (await host.CheckAsync()).Status);
    }

    private static Task<FaultHost> StartAsync(string file, Action<GuildConfigOptions>? configure = null)
        => FaultHost.StartAsync(file, configure, services => services.AddHealthChecks().AddGuildConfig());

    private static Task<GuildConfigSnapshot> PadAsync(FaultHost host, ulong guild)
        => host.Service.UpdateAsync(guild, e => e.SetBackground($"{guild}/{_padding}.png", "image/png")).InTime();
}
