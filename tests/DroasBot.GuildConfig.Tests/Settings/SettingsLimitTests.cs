using DroasBot.GuildConfig.Settings;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Settings;

/// <summary>One section must not use up the space of the others.</summary>
public sealed class SettingsLimitTests
{
    [Theory]
    [InlineData(null, 32768)]
    [InlineData(1000, 1000)]
    public void Set_SectionOverItsLimit_IsRefusedAndOthersCanBeSet(int? maxBytes, int expected)
    {
        var registry = Registry(maxBytes);
        var draft = new GuildSettingsDraft(Registered.Guild, registry.Defaults);
        var overhead = """{"value":""}""".Length;
        draft.Set(new Holder<string> { Value = new string('x', expected - overhead) });

        var error = Assert.Throws<ArgumentException>(() => draft.Set(new Holder<string> { Value = new string('x', expected - overhead + 1) }));
        draft.Set(new ModerationSettings { WarnLimit = 5 });

        Assert.Equal("value", error.ParamName);
        Assert.All(["'a'", $"{expected}", $"{expected + 1}", "MaxBytes"], part => Assert.Contains(part, error.Message, StringComparison.Ordinal));
        Assert.Equal(5, draft.ToSettings().Get<ModerationSettings>(1).WarnLimit);
        Assert.Equal(expected - overhead, draft.ToSettings().Get<Holder<string>>(1).Value!.Length);
    }

    [Fact]
    public void Set_SectionAlreadyOverItsLimit_MayShrinkButNotGrow()
    {
        var registry = Registry(100);
        var stored = $$$"""{"a":{"value":"{{{new string('x', 500)}}}"}}""";

        Assert.Contains(new string('x', 499), registry.Edit(stored, draft => draft.Set(new Holder<string> { Value = new string('x', 499) })), StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => registry.Edit(stored, draft => draft.Set(new Holder<string> { Value = new string('x', 501) })));
        Assert.Throws<ArgumentException>(() => registry.Edit("{}", draft => draft.ReplaceAll(stored)));
        Assert.Throws<ArgumentException>(() => registry.Edit("{}", draft => draft.ReplaceAll(Sized(101))));
        Assert.Equal(Sized(100), registry.Edit("{}", draft => draft.ReplaceAll(Sized(100))));
        Assert.Equal(stored.Replace("xxx", "yyy", StringComparison.Ordinal), registry.Edit(stored, draft => draft.ReplaceAll(stored.Replace("xxx", "yyy", StringComparison.Ordinal))));
        Assert.Contains("\"b\"", registry.Edit(stored, draft => draft.ReplaceAll(stored.Replace("{\"a\"", "{\"b\":1,\"a\"", StringComparison.Ordinal))), StringComparison.Ordinal);
    }

    [Fact]
    public void Set_AllSectionsTogetherTooLarge_IsRefused()
    {
        var registry = Registered.Registry(Registered.Section<Holder<string>>("a"), Registered.Section<Holder<object>>("b"), Registered.Section<TicketSettings>("tickets"));
        var tickets = new TicketSettings();
        tickets.Subjects.Add(new string('x', 32_000));
        var draft = new GuildSettingsDraft(1, registry.Read($$$"""{"b":{"zzz":"{{{new string('x', 32_000)}}}"}}"""));
        draft.Set(tickets);

        var error = Assert.Throws<ArgumentException>(() => draft.Set(new Holder<string> { Value = new string('x', 3_000) }));

        Assert.Contains("65536", error.Message, StringComparison.Ordinal);
        Assert.Null(draft.Get<Holder<string>>().Value);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(65537)]
    public void AddSettings_LimitOutOfRange_IsRefused(int maxBytes)
        => Assert.Throws<ArgumentOutOfRangeException>(() => Registry(maxBytes));

    /// <summary>Settings whose section has a number of bytes.</summary>
    private static string Sized(int bytes) => $$$"""{"a":{"value":"{{{new string('x', bytes - """{"value":""}""".Length)}}}"}}""";

    private static SettingsRegistry Registry(int? maxBytes)
        => Registered.Registry(
            Registered.Section<Holder<string>>("a", options => options.MaxBytes = maxBytes ?? options.MaxBytes), Registered.Section<ModerationSettings>("moderation"));
}
