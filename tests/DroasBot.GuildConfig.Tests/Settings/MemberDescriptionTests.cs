using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using DroasBot.GuildConfig.Settings;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Settings;

public sealed class MemberDescriptionTests
{
    [Theory]
    [InlineData("logChannelId", "Log channel id")]
    [InlineData("Greeting", "Greeting")]
    [InlineData("HTTPServer", "HTTP server")]
    [InlineData("BaseURL", "Base URL")]
    [InlineData("URLOfRules", "URL of rules")]
    [InlineData("LogChannelID", "Log channel ID")]
    [InlineData("PlanB", "Plan b")]
    [InlineData("snake_case", "Snake case")]
    [InlineData("kebab-case", "Kebab case")]
    [InlineData("x", "X")]
    public void LabelOf_NameWithoutAnnotations_IsInWords(string name, string expected)
        => Assert.Equal(expected, MemberDescription.LabelOf(typeof(object), name));

    [Fact]
    public void Members_OlderAnnotations_AreUsedToo()
    {
        var section = new GuildSettingsSchema(Registered.Registry(Registered.Section<Older>("older"))).Sections[0];

        Assert.Equal(("Shown", "Of the type."), (section.Label, section.Description));
        Assert.Equal(
            [("first", "First", null), ("limit", "Most", "How many."), ("both", "Newer", "Of the newer one.")],
            section.Members.Select(member => (member.Path["older.".Length..], member.Label, member.Description)));
    }

    [Fact]
    public void MaxLength_SeveralLimits_IsTheLowest()
    {
        var members = new GuildSettingsSchema(Registered.Registry(Registered.Section<Lengths>("lengths"))).Sections[0].Members;

        Assert.Equal([10, null, 5], members.Select(member => member.MaxLength));
    }

    [DisplayName("Shown")]
    [Description("Of the type.")]
    private sealed record Older
    {
        [DisplayName("Most")]
        [Description("How many.")]
        public int Limit { get; init; }

        [Display(Name = "Newer", Description = "Of the newer one.")]
        [DisplayName("Older")]
        [Description("Of the older one.")]
        public int Both { get; init; }

        [Display(Order = 1)]
        public int First { get; init; }

        [Browsable(false)]
        public int Hidden { get; init; }
    }

    private sealed record Lengths
    {
        [StringLength(20)]
        [MaxLength(10)]
        public string Two { get; init; } = "";

        [MaxLength]
        public string Any { get; init; } = "";

        [Length(1, 5)]
        public string Range { get; init; } = "abc";
    }
}
