using DroasBot.GuildConfig.Caching;
using DroasBot.GuildConfig.Tests.Support;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Caching;

public sealed class CacheEntryTests
{
    [Theory]
    [InlineData(5_999, 5_000)]
    [InlineData(6_000, 6_000)]
    public void Use_TimeSinceTheLastNote_IsNotedToTheSecond(long at, long notedAt)
    {
        var snapshot = new StubRepository().Write(42).After!;
        var entry = new CacheEntry(snapshot, asOf: 1, bytes: 1, now: 5_000, timeToLive: 60_000, load: 0, trim: 0);

        entry.Use(at);

        Assert.Equal(notedAt, entry.UsedAt);
    }
}
