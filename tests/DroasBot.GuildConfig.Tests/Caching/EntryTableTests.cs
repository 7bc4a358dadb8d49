using DroasBot.GuildConfig.Caching;
using DroasBot.GuildConfig.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Caching;

public sealed class EntryTableTests : IDisposable
{
    private readonly StubRepository _repository = new();
    private readonly CoarseClock _clock = new(new FakeTimeProvider(), TimeSpan.FromSeconds(1));
    private readonly EntryTable _table;

    public EntryTableTests() => _table = new EntryTable(new GuildConfigCacheOptions { MaxBytes = 4 * EntrySize.Fixed }, _clock, new CacheCounters());

    [Fact]
    public void IsFilling_BudgetGetsMoreThanHalfUsed_IsTrueFromThenOn()
    {
        Install(1);
        Install(2);
        Assert.False(_table.IsFilling);

        Install(3);
        Assert.True(_table.IsFilling);

        Install(4);
        Assert.True(_table.IsFilling);
    }

    [Fact]
    public void Remove_EntryThatWasReplaced_LeavesTheNewOne()
    {
        var old = Install(1);
        var current = Install(1);

        lock (_table.StripeOf(1).Lock)
        {
            _table.Remove(1, old, EvictionReason.Capacity);
        }

        Assert.Same(current, _table.Index[1].Entry);
        Assert.Equal(EntrySize.Fixed, _table.Bytes);
    }

    public void Dispose()
    {
        _table.Dispose();
        _clock.Dispose();
    }

    private CacheEntry Install(ulong guildId)
    {
        var change = _repository.Write(guildId, 1);
        lock (_table.StripeOf(guildId).Lock)
        {
            _table.Install(change.After!, change.Revision, load: 0);
        }

        return _table.Index[guildId].Entry;
    }
}
