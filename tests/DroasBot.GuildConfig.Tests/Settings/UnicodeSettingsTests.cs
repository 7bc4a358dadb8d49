using System.Collections.Frozen;
using DroasBot.GuildConfig.Settings;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Settings;

public sealed class UnicodeSettingsTests
{
    private readonly SettingsRegistry _registry = Registered.ModerationAndTickets();

    [Fact]
    public void Set_UnpairedSurrogate_IsRefusedWithTheText()
    {
        var half = "to the party \U0001F389"[..^1];

        foreach (var value in (ModerationSettings[])
            [
                new() { Greeting = half },
                new() { Rule = new EscalationRule(half, 1, Severity.Low) },
                new() { Words = [half] },
                new() { Weights = FrozenDictionary.ToFrozenDictionary([KeyValuePair.Create(half, 1)]) },
            ])
        {
            var error = Assert.Throws<ArgumentException>(() => _registry.Edit("{}", draft => draft.Set(value)));
            Assert.Contains(@"to the party \ud83c", error.Message, StringComparison.Ordinal);
            Assert.Contains("surrogate", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Set_UnpairedSurrogateByAHostContract_IsRefused()
    {
        var registry = Registered.Registry(Registered.Section<TicketSettings>("tickets", options => options.JsonTypeInfo = SettingsTypesContext.Default.TicketSettings));

        Assert.Throws<ArgumentException>(() => registry.Edit("{}", draft => draft.Set(new TicketSettings { Subjects = { "\U0001F389"[..1] } })));
    }

    [Theory]
    [InlineData("\U0001F389")]
    [InlineData("\uFFFD")]
    [InlineData("\uFFFF\uFEFF\u0000")]
    public void Set_UnusualText_IsReadUnchanged(string text)
        => Assert.Equal(text, _registry.Get<ModerationSettings>(_registry.Edit("{}", draft => draft.Set(new ModerationSettings { Greeting = text }))).Greeting);
}
