using DroasBot.GuildConfig.Settings;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Settings;

public sealed class UserReferencesTests
{
    private const ulong User = 5;

    private readonly UserReferences _references = new(Registered.Registry(Registered.Section<EverySettings>("every"), Registered.Section<ModerationSettings>("moderation")), User);

    [Fact]
    public void DropFrom_ReferencesToTheUserAndOthers_DropsOnlyTheUsers()
        => Assert.Equal(
            """{"every":{"byUser":{"6":"Low"},"logChannelId":"5","staff":["5"]},"foreign":{"byUser":{"5":"Low"}},"moderation":{"overrides":{"5":"High"}}}""",
            _references.DropFrom("""{"every":{"byUser":{"5":"High","6":"Low"},"logChannelId":"5","staff":["5"]},"foreign":{"byUser":{"5":"Low"}},"moderation":{"overrides":{"5":"High"}}}"""));

    [Theory]
    [InlineData("""{}""")]
    [InlineData("""{"every":{"byUser":{"6":"Low"},"logChannelId":"5"}}""")]
    [InlineData("""{"every":7,"moderation":{"enabled":true}}""")]
    [InlineData("""{"every":{"byUser":{"5":"High"}}""")]
    public void DropFrom_NoneOrUnreadable_ChangesNothing(string settings)
        => Assert.Null(_references.DropFrom(settings));
}
