using DroasBot.GuildConfig.Storage.Sqlite;
using DroasBot.GuildConfig.Support;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Storage.Sqlite;

public sealed class MigrationFileLockTests : IDisposable
{
    private static readonly TimeSpan _deadline = TimeSpan.FromMinutes(2);

    private readonly TemporaryDirectory _directory = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string LockPath => _directory.File("bot.db-migration-lock");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task AcquireAsync_HeldByAnother_FailsAfterTheTimeout()
    {
        using var held = await AcquireAsync(_deadline);

        var failure = await Assert.ThrowsAsync<GuildConfigStoreException>(() => AcquireAsync(TimeSpan.Zero));

        Assert.True(failure.IsTransient);
        Assert.Contains(LockPath, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AcquireAsync_ReleasedMeanwhile_Continues()
    {
        var held = await AcquireAsync(_deadline);
        var waiting = AcquireAsync(_deadline);
        Assert.False(waiting.IsCompleted);

        held.Dispose();

        using var acquired = await waiting.WaitAsync(_deadline, Token);
    }

    [Fact]
    public async Task AcquireAsync_Cancelled_StopsWaiting()
    {
        using var held = await AcquireAsync(_deadline);
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var waiting = MigrationFileLock.AcquireAsync(LockPath, TimeSpan.FromHours(1), cancel.Token);

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    [Fact]
    public async Task AcquireAsync_PathThatCannotBeAFile_FailsImmediately()
    {
        Directory.CreateDirectory(LockPath);

        var failure = await Assert.ThrowsAsync<GuildConfigStoreException>(() => AcquireAsync(TimeSpan.FromHours(1)));

        Assert.False(failure.IsTransient);
    }

    [Theory]
    [InlineData("nowhere/lock", "its directory does not exist")]
    [InlineData("300", "the name is too long")]
    public async Task AcquireAsync_CannotBeOpened_FailsImmediatelyWithItsOwnCause(string name, string cause)
    {
        var path = _directory.File(name == "300" ? new string('x', 300) : name);

        var failure = await Assert.ThrowsAsync<GuildConfigStoreException>(() => MigrationFileLock.AcquireAsync(path, TimeSpan.FromHours(1), Token).WaitAsync(_deadline, Token));

        Assert.False(failure.IsTransient);
        Assert.Contains($"'{path}' cannot be opened: {cause}", failure.Message, StringComparison.Ordinal);
    }

    private Task<MigrationFileLock> AcquireAsync(TimeSpan timeout) => MigrationFileLock.AcquireAsync(LockPath, timeout, Token);
}
