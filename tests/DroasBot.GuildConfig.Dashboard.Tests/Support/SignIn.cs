using System.Text.Json.Nodes;
using Microsoft.Playwright;

namespace DroasBot.GuildConfig.Dashboard.Tests.Support;

/// <summary>Signs in with the requests that the page's button sends; the button itself has its own tests.</summary>
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
