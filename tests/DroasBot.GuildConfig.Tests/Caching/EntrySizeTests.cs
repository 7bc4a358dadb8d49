using DroasBot.GuildConfig.Caching;
using DroasBot.GuildConfig.Tests.Support;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Caching;

public sealed class EntrySizeTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(200)]
    public void Of_Background_CountsItsHeapSize(int pathLength)
    {
        const int Rounding = 8;
        var repository = new StubRepository();
        var id = Guid.NewGuid();
        var before = GC.GetAllocatedBytesForCurrentThread();
        var asset = new BackgroundAsset(id, new string('p', pathLength), "image/png", DateTimeOffset.UnixEpoch);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        var counted = EntrySize.Of(repository.Write(1, 1, asset.FilePath).After!) - EntrySize.Of(repository.Write(2, 1).After!);

        Assert.InRange(counted, allocated, allocated + Rounding);
    }

    /// <summary>The text of a stored image's asset is its hash.</summary>
    [Fact]
    public void Of_StoredImage_CountsTheHash()
    {
        var settings = new StubRepository().Write(1).After!.Settings;
        var (path, image) = (Asset(new string('p', 64), hash: null), Asset(path: null, new string('a', 64)));

        Assert.Equal(EntrySize.Of(path), EntrySize.Of(image));

        GuildConfigSnapshot Asset(string? path, string? hash)
            => new(1, welcomeChannelId: null, new BackgroundAsset(Guid.NewGuid(), path, "image/png", DateTimeOffset.UnixEpoch, hash), settings, createdAt: 1, updatedAt: 1, revision: 1);
    }
}
