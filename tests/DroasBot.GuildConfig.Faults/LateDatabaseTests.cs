using System.Diagnostics;
using DroasBot.GuildConfig.Faults.Support;
using DroasBot.GuildConfig.Support;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace DroasBot.GuildConfig.Faults;

/// <summary>A start on a file that others have locked.</summary>
public class LateDatabaseTests
{
    private const int StartWaits = 7;

    /// <summary>The ways in which another program locks the file: one of the host, or one that the library has migrated.</summary>
    public static TheoryData<bool, string> Strangers => new()
    {
        { false, "BEGIN IMMEDIATE" },
        { false, "PRAGMA locking_mode = exclusive; BEGIN EXCLUSIVE; INSERT INTO mine VALUES (1)" },
        { true, "PRAGMA locking_mode = exclusive; BEGIN EXCLUSIVE; INSERT INTO mine VALUES (1)" },
    };

    [Theory]
    [MemberData(nameof(Strangers))]
    public async Task Start_FileIsLockedAtFirst_WaitsAndStarts(bool isMigrated, string locking)
    {
        using var directory = new TemporaryDirectory();
        using var log = new EventRecorder();
        await using var stranger = await LockAsync(directory.Database, isMigrated, locking);

        var starting = StartAsync(directory, log, Deadlines.Limit);
        await log.WaitForAsync(StartWaits);
        Assert.False(starting.IsCompleted);
        await stranger.DisposeAsync();

        await using var host = await starting.InTime();
        Assert.Equal(100UL, (await Deadlines.UntilMadeAsync(() => host.SetAsync(1, 100))).WelcomeChannelId);
        Assert.Single(log.Events, recorded => recorded.Id == StartWaits && recorded.IsOfTheLibrary);
    }

    [Theory]
    [InlineData(false, 0)]
    [InlineData(false, 0.3)]
    [InlineData(true, 0.3)]
    public async Task Start_FileStaysLocked_FailsAndReportsHowLongItWaited(bool isMigrated, double seconds)
    {
        using var directory = new TemporaryDirectory();
        using var log = new EventRecorder();
        await using var stranger = await LockAsync(directory.Database, isMigrated, "PRAGMA locking_mode = exclusive; BEGIN EXCLUSIVE; INSERT INTO mine VALUES (1)");
        var begun = Stopwatch.GetTimestamp();

        var failure = await Assert.ThrowsAsync<GuildConfigStoreException>(() => StartAsync(directory, log, TimeSpan.FromSeconds(seconds)).InTime());

        Assert.InRange(Stopwatch.GetElapsedTime(begun), TimeSpan.FromSeconds(seconds), Deadlines.Limit);
        Assert.True(failure.IsTransient);
        Assert.Contains(directory.Database, failure.Message, StringComparison.Ordinal);
        Assert.Contains("is locked by another process", failure.Message, StringComparison.Ordinal);
        Assert.Equal(seconds > 0, failure.Message.Contains("StartupTimeout", StringComparison.Ordinal));

        // It is not retried.
        Assert.DoesNotContain("automatically", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("without a restart", failure.Message, StringComparison.Ordinal);
        await stranger.DisposeAsync();
        await using var host = await StartAsync(directory, log, Deadlines.Limit);
        Assert.Equal(100UL, (await Deadlines.UntilMadeAsync(() => host.SetAsync(1, 100))).WelcomeChannelId);
    }

    private static Task<FaultHost> StartAsync(TemporaryDirectory directory, EventRecorder log, TimeSpan timeout)
        => FaultHost.StartAsync(
            directory.Database,
            options =>
            {
                options.StartupTimeout = timeout;
                options.TransactionTimeout = TimeSpan.FromMilliseconds(300);
            },
            services => services.AddSingleton<ILoggerProvider>(log));

    private static async Task<SqliteConnection> LockAsync(string file, bool isMigrated, string sql)
    {
        if (isMigrated)
        {
            await (await FaultHost.StartAsync(file)).DisposeAsync();
        }

        var stranger = SqliteFile.Open(file);
        stranger.Execute("CREATE TABLE mine (number integer);" + sql);
        return stranger;
    }
}
