using System.Diagnostics;
using DroasBot.GuildConfig.Faults.Support;
using DroasBot.GuildConfig.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace DroasBot.GuildConfig.Faults;

/// <summary>An earlier copy replaces the live file, with as many but different changes: only the mark of the last commit reveals it.</summary>
[Trait("Invariant", "2")]
public class ReplacedFileTests
{
    private const int StartingOver = 33;

    private static readonly TimeSpan _syncInterval = TimeSpan.FromMilliseconds(500);

    /// <summary>An idle machine needs a tenth of it; any other way to notice would take far longer.</summary>
    private static readonly TimeSpan _slack = TimeSpan.FromSeconds(5);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1, true, true)]
    [InlineData(1, false, true)]
    [InlineData(7, true, true)]
    [InlineData(7, true, false)]
    public async Task Replaced_ByACopyWithAsManyOtherChanges_ServesTheCopy(int changes, bool keepsLog, bool preloads)
    {
        using var directory = new TemporaryDirectory();
        using var log = new EventRecorder();
        var copy = directory.File("copy.db");
        await using var host = await FaultHost.StartAsync(
            directory.Database,
            options =>
            {
                options.SyncInterval = _syncInterval;
                options.PreloadOnStartup = preloads;
            },
            services => services.AddSingleton<ILoggerProvider>(log));
        await host.SetAsync(1, 100);
        await host.SetAsync(2, 200);
        SqliteFile.Copy(directory.Database, copy);
        for (var i = 1UL; i <= (ulong)changes; i++)
        {
            await host.SetAsync(1, 100 + i);
        }

        await using (var other = await FaultHost.StartAsync(copy))
        {
            for (var i = 1UL; i <= (ulong)changes; i++)
            {
                await other.SetAsync(2, 900 + i);
            }
        }

        Assert.Equal(100UL + (ulong)changes, (await host.ReadAsync(1)).WelcomeChannelId);
        Assert.Equal(200UL, (await host.ReadAsync(2)).WelcomeChannelId);
        var begun = Stopwatch.GetTimestamp();
        if (!keepsLog)
        {
            File.Delete(directory.Database + "-wal");
            File.Delete(directory.Database + "-shm");
        }

        File.Move(copy, directory.Database, overwrite: true);

        await log.WaitForAsync(StartingOver);
        await Deadlines.UntilAsync(async () => (await host.ReadAsync(1)).WelcomeChannelId == 100 && (await host.ReadAsync(2)).WelcomeChannelId == 900UL + (ulong)changes);
        var took = Stopwatch.GetElapsedTime(begun);
        Assert.InRange(took, TimeSpan.Zero, _syncInterval + _slack);

        var written = await host.SetAsync(3, 300);
        Assert.Equal(3 + changes, written.Revision);
        Assert.Equal(300UL, (await host.ReadUncachedAsync(3)).WelcomeChannelId);
        await host.DisposeAsync();
        Assert.Single(log.Events, recorded => recorded.Id == StartingOver && recorded.IsOfTheLibrary);
        var state = StoredState.Read(directory.Database);
        state.AssertConsistent();
        Assert.Equal(3 + changes, state.Clock);
    }
}
