using DroasBot.GuildConfig.Tests.Support;
using Xunit;

namespace DroasBot.GuildConfig.Tests;

public sealed class ChangeContextTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Checked_Null_IsTheEmptyContext()
        => Assert.Equal(new ChangeContext(), ChangeContext.Checked(null));

    [Theory]
    [InlineData(null, null, null)]
    [InlineData(1UL, "", 0L)]
    [InlineData(ulong.MaxValue, "why", long.MaxValue)]
    public void Checked_AllowedValues_AreKept(ulong? actor, string? reason, long? expected)
    {
        var context = new ChangeContext { ActorId = actor, Reason = reason, ExpectedRevision = expected };

        Assert.Same(context, ChangeContext.Checked(context));
    }

    [Fact]
    public void Checked_LongestReason_IsAllowedAndOneMoreIsNot()
    {
        ChangeContext.Checked(new ChangeContext { Reason = new string('x', ChangeContext.MaxReasonLength) });

        var refused = Assert.Throws<ArgumentException>(() => ChangeContext.Checked(new ChangeContext { Reason = new string('x', ChangeContext.MaxReasonLength + 1) }));

        Assert.Equal("context", refused.ParamName);
        Assert.Contains("1025", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0xD83C)]
    [InlineData(0xDF89)]
    public void Checked_UnpairedSurrogateInReason_IsRefused(int half)
    {
        // After a whole pair: at the end, and before another character.
        Assert.Throws<ArgumentException>(() => ChangeContext.Checked(new ChangeContext { Reason = "\U0001F389" + (char)half }));
        Assert.Throws<ArgumentException>(() => ChangeContext.Checked(new ChangeContext { Reason = "\U0001F389" + (char)half + "x" }));
        ChangeContext.Checked(new ChangeContext { Reason = "\U0001F389\U0001F389" });
    }

    [Fact]
    public void Checked_NulInReason_IsRefused()
        => Assert.Contains(@"'a\u0000b'", Assert.Throws<ArgumentException>(() => ChangeContext.Checked(new ChangeContext { Reason = "a\0b" })).Message, StringComparison.Ordinal);

    [Fact]
    public void Checked_ActorZero_IsRefused()
    {
        var refused = Assert.Throws<ArgumentOutOfRangeException>(() => ChangeContext.Checked(new ChangeContext { ActorId = 0 }));

        Assert.Equal(nameof(ChangeContext.ActorId), refused.ParamName);
        Assert.Equal(0UL, refused.ActualValue);
    }

    [Fact]
    public void Checked_NegativeRevision_IsRefused()
        => Assert.Equal(-1L, Assert.Throws<ArgumentOutOfRangeException>(() => ChangeContext.Checked(new ChangeContext { ExpectedRevision = -1 })).ActualValue);

    [Fact]
    public async Task AnyWrite_BadContext_IsRefusedAndWritesNothing()
    {
        await using var host = await TestHost.StartAsync();
        var bad = new ChangeContext { ActorId = 0 };

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => host.Service.GetOrCreateAsync(1, bad, Token));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => host.Service.UpdateAsync(1, e => e.WelcomeChannelId = 2, bad, Token));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => host.Service.DeleteAsync(1, bad, Token));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => host.Service.TransactAsync((_, _) => Task.CompletedTask, bad, Token));

        Assert.Equal(0L, await host.ScalarAsync<long>("SELECT (SELECT count(*) FROM guild_config) + (SELECT count(*) FROM guild_config_change)"));
    }

    [Theory]
    [InlineData("It's \"quoted\"; DROP TABLE guild_config; --")]
    [InlineData("Größe 日本 👋\r\n\t")]
    public async Task UpdateAsync_AnyReason_IsStoredAsGiven(string reason)
    {
        await using var host = await TestHost.StartAsync();

        await host.Service.GetOrCreateAsync(1, new ChangeContext { Reason = reason }, Token);

        Assert.Equal(reason, await host.ScalarAsync<string>("SELECT reason FROM guild_config_change"));
    }
}
