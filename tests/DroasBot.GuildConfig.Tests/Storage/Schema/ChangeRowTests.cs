using DroasBot.GuildConfig.Settings;
using DroasBot.GuildConfig.Storage.Schema;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Storage.Schema;

public sealed class ChangeRowTests
{
    private const string Configuration = """{"revision":6,"createdAt":1,"updatedAt":2,"settings":{}}""";

    private static readonly ChangeRow _update = new(
        Revision: 7, GuildId: 1, GuildConfigChangeKind.Updated, ChangedAt: 5, ActorId: 8, "why", Before: Configuration, After: Configuration, Mark: null, Previous: 6, Digest: null, PreviousFound: 6);

    [Fact]
    public void ToChange_ReadableRow_HasItsValues()
    {
        var change = _update.ToChange(new SettingsRegistry());

        Assert.Equal((7, 1UL, GuildConfigChangeKind.Updated, 5, 8UL, "why"), (change.Revision, change.GuildId!.Value, change.Kind, change.ChangedAt.ToUnixTimeMilliseconds(), change.ActorId!.Value, change.Reason));
        Assert.Equal((6, 6), (change.Before!.Revision, change.After!.Revision));
    }

    [Theory]
    [InlineData("previous", "The change with revision 7 is damaged: the guild's previous change, revision 6, is missing.")]
    [InlineData("values", "The change with revision 7 is damaged: it has neither a value before nor one after.")]
    [InlineData("guild", "The change with revision 7 is damaged: it has a configuration, but no guild.")]
    [InlineData("time", "The change with revision 7 is damaged: -62135596800001 is not a time in Unix milliseconds.")]
    [InlineData("text", "The change with revision 7 is damaged.")]
    public void ToChange_DamagedRow_NamesWhatIsWrong(string damage, string message)
    {
        var row = damage switch
        {
            "previous" => _update with { Before = null, PreviousFound = null },
            "values" => _update with { Before = null, After = null },
            "guild" => _update with { GuildId = null },
            "time" => _update with { ChangedAt = -62135596800001 },
            _ => _update with { After = "{" },
        };

        Assert.Equal(message, Assert.Throws<FormatException>(() => row.ToChange(new SettingsRegistry())).Message);
    }

    /// <summary>Creations and erasures have no state before; what was pruned is not missed.</summary>
    [Theory]
    [InlineData(GuildConfigChangeKind.Created)]
    [InlineData(GuildConfigChangeKind.Erased)]
    public void IsBeforeLost_NoStateBefore_IsFalse(GuildConfigChangeKind kind)
    {
        Assert.False((_update with { Kind = kind, Before = null, PreviousFound = null }).IsBeforeLost);
        Assert.False((_update with { Before = null }).IsBeforeLost);
        Assert.False((_update with { Before = null, Previous = null, PreviousFound = null }).IsBeforeLost);
        Assert.False((_update with { PreviousFound = null }).IsBeforeLost);
        Assert.True((_update with { Before = null, PreviousFound = null }).IsBeforeLost);
    }
}
