using System.Text.Json.Nodes;
using Microsoft.Playwright;

namespace DroasBot.GuildConfig.Dashboard.Tests.Support;

/// <summary>Signs in by the requests that the page's button makes; the button itself has tests of its own.</summary>
internal static class SignIn
{
    public static async Task AsAsync(IAPIRequestContext requests, string user)
    {
        var state = JsonNode.Parse(await (await requests.GetAsync("/me")).TextAsync())!;
        var answer = await requests.PostAsync(
            $"/sign-in/development/{user}",
            new() { Headers = [new("X-Antiforgery-Token", state["antiforgeryToken"]!.GetValue<string>())] });
        if (!answer.Ok)
        {
            throw new InvalidOperationException($"{user} is not signed in: {answer.Status} {answer.StatusText}");
        }
    }
}
