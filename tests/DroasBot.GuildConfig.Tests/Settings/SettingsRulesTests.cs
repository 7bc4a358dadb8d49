using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using DroasBot.GuildConfig.Settings;
using DroasBot.GuildConfig.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Settings;

public sealed class SettingsRulesTests
{
    [Fact]
    public void Set_ViolationsAnywhere_AreNamedWithTheirPaths()
    {
        var error = Refused<Rules>(new Rules
        {
            Limit = 0,
            Main = new Rule("", 9),
            Rules1 = [new Rule("ok", 1), new Rule(null!, 1)],
            ByName = ImmutableDictionary<string, Rule>.Empty.Add("a.b", new Rule("ok", 0)),
            Words = ["x", null!],
        });

        Assert.Equal("rules", error.Section);
        Assert.Equal(
            ["rules.limit", "rules.main.name", "rules.main.minutes", "rules.rules1.1.name", @"rules.byName.a\.b.minutes", "rules.words.1", "rules.main", "rules.limit", "rules"],
            error.Violations.Select(violation => violation.Path));
        Assert.Contains(error.Violations, violation => violation.Message.Contains("The limit of warnings", StringComparison.Ordinal));
        Assert.All(error.Violations, violation => Assert.Contains(violation.Message, error.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Set_RulesOfTypeAndMember_KnowWhatTheyJudge()
    {
        var error = Refused<Judged>(new Judged { Limit = 1, Other = 1 });

        Assert.Equal(
            ["rules.limit: Limit is called Most.", "rules.other: The type says so.", "rules: It is not valid."],
            error.Violations.Select(violation => $"{violation.Path}: {violation.Message}"));
    }

    [Fact]
    public void Set_NullInANonNullableMember_IsRefused()
    {
        Assert.Equal("rules.main", Assert.Single(Refused<Rules>(new Rules { Main = null! }).Violations).Path);
        Assert.Equal("rules.name", Assert.Single(Refused<Rules>(new Rules { Name = null! }).Violations).Path);
    }

    [Fact]
    public void Set_MessageOfTheDelegate_MayBeginWithItsMembers()
    {
        var registry = Registered.Registry(Registered.Section<Rules>("rules", o => o.Validate = rules => rules.Limit == 7
            ? ["Limit, Main.Minutes: do not fit.", "limit: no.", "Well: this is no member."]
            : []));

        var error = Assert.Throws<GuildSettingsValidationException>(() => registry.Edit("{}", draft => draft.Set(new Rules { Limit = 7 })));

        Assert.Equal(["rules.limit: do not fit.", "rules.main.minutes: do not fit.", "rules.limit: no.", "rules: Well: this is no member."], error.Violations.Select(violation => $"{violation.Path}: {violation.Message}"));
    }

    [Fact]
    public void Set_RuleThatThrows_IsAViolationWithItsCause()
    {
        var registry = Registered.Registry(Registered.Section<Rules>("rules", o => o.Validate = _ => throw new FormatException("oops")));

        var error = Assert.Throws<GuildSettingsValidationException>(() => registry.Edit("{}", draft => draft.Set(new Rules { Limit = 7 })));

        Assert.IsType<FormatException>(error.InnerException);
        Assert.Contains("oops", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task VerifyAsync_RuleThrowsForOneGuild_IsReportedAndTheOthersAreVerified()
    {
        await using var host = await TestHost.StartAsync(services: services => services.AddGuildConfig().AddSettings<Rules>(
            "rules", options => options.Validate = rules => rules.Limit == 8 ? [rules.Main.Name[99..]] : rules.Limit == 9 ? ["Nine."] : []));
        await host.Service.UpdateAsync(1, e => e.Set(new Rules { Limit = 5 }), cancellationToken: TestContext.Current.CancellationToken);
        await host.Service.UpdateAsync(2, e => e.Set(new Rules { Limit = 6 }), cancellationToken: TestContext.Current.CancellationToken);
        await host.ExecuteAsync("UPDATE guild_config SET settings = '{\"rules\":{\"limit\":' || (guild_id + 7) || '}}'");

        var problems = await host.Get<IGuildConfigMaintenance>().VerifyAsync(TestContext.Current.CancellationToken);

        Assert.Contains(problems, problem => problem.Contains("'rules' of guild 1", StringComparison.Ordinal) && problem.Contains("ArgumentOutOfRangeException", StringComparison.Ordinal));
        Assert.Contains(problems, problem => problem.Contains("'rules' of guild 2", StringComparison.Ordinal) && problem.Contains("Nine.", StringComparison.Ordinal));
    }

    [Fact]
    public void Set_ExistingViolation_DoesNotBlockAnotherMember()
    {
        const string Stored = """{"rules":{"limit":150,"main":{"name":"","minutes":1}}}""";
        var registry = Registered.Registry(Registered.Section<Rules>("rules", o => o.Validate = rules => rules.Limit > 100 ? ["Far too many."] : []));

        var json = registry.Edit(Stored, draft => draft.Set(draft.Get<Rules>() with { Name = "new" }));

        Assert.Equal("""{"rules":{"limit":150,"main":{"name":"","minutes":1},"name":"new"}}""", json);
        Assert.Equal(["rules.limit"], Assert.Throws<GuildSettingsValidationException>(
            () => registry.Edit(Stored, draft => draft.Set(draft.Get<Rules>() with { Limit = 151 }))).Violations.Select(violation => violation.Path));
        Assert.Equal(["rules.name"], Assert.Throws<GuildSettingsValidationException>(
            () => registry.Edit(Stored, draft => draft.Set(draft.Get<Rules>() with { Name = null! }))).Violations.Select(violation => violation.Path));
        Assert.Equal(["rules.main.minutes"], Assert.Throws<GuildSettingsValidationException>(
            () => registry.Edit(Stored, draft => draft.ReplaceAll("""{"rules":{"limit":150,"main":{"name":"","minutes":9}}}"""))).Violations.Select(violation => violation.Path));
    }

    private static GuildSettingsValidationException Refused<T>(T value)
        where T : class, new()
    {
        var registry = Registered.Registry(Registered.Section<T>("rules"));
        var draft = new GuildSettingsDraft(Registered.Guild, registry.Defaults);

        var error = Assert.Throws<GuildSettingsValidationException>(() => draft.Set(value));

        Assert.False(draft.HasChanges);
        return error;
    }

    public static ValidationResult? JudgeMember(int value, ValidationContext context)
        => value == 0 ? ValidationResult.Success : new ValidationResult($"{context.MemberName} is called {context.DisplayName}.", [nameof(Judged.Other)]);

    public static ValidationResult? JudgeType(Judged value, ValidationContext context)
        => value.Other == 0 ? ValidationResult.Success : new ValidationResult("The type says so.", [nameof(Judged.Other)]);

    [Fact]
    public void Set_RequiredTextIsMissing_ViolatesNothingElse()
        => Assert.Equal("rules.word: The Word field is required.", string.Join("; ", Refused<Wordy>(new Wordy { Word = "" }).Violations.Select(violation => $"{violation.Path}: {violation.Message}")));

    public sealed record Wordy
    {
        [StringLength(5, MinimumLength = 2)]
        [Required]
        public string Word { get; init; } = "ok";
    }

    [CustomValidation(typeof(SettingsRulesTests), nameof(JudgeType))]
    public sealed record Judged : IValidatableObject
    {
        [CustomValidation(typeof(SettingsRulesTests), nameof(JudgeMember))]
        [Display(Name = "Most")]
        public int Limit { get; init; }

        public int Other { get; init; }

        public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) => Limit == 0 ? [] : [new ValidationResult(null), ValidationResult.Success!];
    }

    public sealed record Rule([Required] string Name, [Range(1, 5)] int Minutes);

    public sealed record Rules : IValidatableObject
    {
        [Range(1, 100)]
        [Display(Name = "The limit of warnings")]
        public int Limit { get; init; } = 3;

        public string Name { get; init; } = "n";

        public Rule Main { get; init; } = new("main", 1);

        public ImmutableArray<Rule> Rules1 { get; init; } = [];

        public ImmutableDictionary<string, Rule> ByName { get; init; } = ImmutableDictionary<string, Rule>.Empty;

        public ImmutableArray<string> Words { get; init; } = [];

        public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
            => Limit == 0 ? [new ValidationResult("They differ.", [nameof(Main), nameof(Limit)]), new ValidationResult("It is empty.")] : [];
    }
}
