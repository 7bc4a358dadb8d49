using DroasBot.GuildConfig;
using Microsoft.Extensions.DependencyInjection;

// A host program with a mistake. It is compiled, never run.
using var provider = new ServiceCollection().BuildServiceProvider();
await provider.GetRequiredService<IGuildConfigService>().UpdateAsync(42, EditLater);

static async void EditLater(GuildConfigEditor guild)
{
    await Task.Yield();
    guild.WelcomeChannelId = 42;
}
