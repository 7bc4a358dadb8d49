using System.ComponentModel.DataAnnotations;
using System.Globalization;
using DroasBot.GuildConfig.Contract;
using DroasBot.GuildConfig.Contract.Http;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Contract;

/// <summary>Labels and messages use the language that a request asks for.</summary>
public sealed class HttpLanguageTests : StoreContract
{
    [Theory]
    [InlineData(null, "Limit", null)]
    [InlineData("de", "Grenze", "de")]
    [InlineData("fr;q=0.5, de-AT;q=0.9, en;q=0.1", "Grenze", "de-AT")]
    [InlineData("en, de", "Limit", "en")]
    [InlineData("*", "Limit", null)]
    [InlineData("de;q=0, en", "Limit", "en")]
    [InlineData("\"", "Limit", null)]
    [InlineData("not_a_language_at_all_and_far_longer_than_any_language_could_ever_be_in_this_world_so_there, de", "Grenze", "de")]
    public async Task Schema_Language_IsThatOfTheRequest(string? accepted, string label, string? language)
    {
        await using var node = await StartAsync();
        using var client = node.Client();

        using var response = await HttpNode.SendAsync(client, HttpMethod.Get, "/guilds/schema", headers: accepted is null ? [] : [("Accept-Language", accepted)]);

        var sections = (await HttpNode.JsonAsync(response))["sections"]!.AsArray();
        Assert.Equal(label, (string?)sections.Single(section => (string?)section!["name"] == "spoken")!["members"]![0]!["label"]);
        Assert.Equal(language, response.Content.Headers.ContentLanguage.SingleOrDefault());
        Assert.Contains("Accept-Language", response.Headers.Vary);
    }

    [Fact]
    public async Task Patch_RuleThatIsViolated_IsReportedInTheLanguageOfTheRequest()
    {
        await using var node = await StartAsync();
        using var client = node.Client();

        using var response = await HttpNode.SendAsync(
            client, HttpMethod.Patch, "/guilds/1", """{"settings":{"spoken":{"limit":99}}}""", "\"0\"", headers: ("Accept-Language", "de"));

        Assert.Equal("Zu viel.", (string?)(await HttpNode.JsonAsync(response))["errors"]!["spoken.limit"]![0]);
    }

    protected override ContractStore CreateStore() => new SqliteStore();

    private Task<HttpNode> StartAsync() => HttpNode.StartAsync(Store, register: static services => services.AddGuildConfig().AddSettings<Spoken>("spoken"));

    private sealed record Spoken
    {
        [Display(Name = nameof(Texts.Limit), ResourceType = typeof(Texts))]
        [Range(1, 9, ErrorMessageResourceName = nameof(Texts.TooMuch), ErrorMessageResourceType = typeof(Texts))]
        public int Limit { get; init; } = 1;
    }

    public static class Texts
    {
        public static string Limit => IsGerman ? "Grenze" : "Limit";

        public static string TooMuch => IsGerman ? "Zu viel." : "Too much.";

        private static bool IsGerman => CultureInfo.CurrentUICulture.Name.StartsWith("de", StringComparison.Ordinal);
    }
}
