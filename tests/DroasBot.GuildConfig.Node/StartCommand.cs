using Microsoft.Extensions.DependencyInjection;

namespace DroasBot.GuildConfig.Node;

/// <summary>Starts the library on a file: prints STARTING, then READY; exits at the end of its input.</summary>
internal static class StartCommand
{
    public static async Task<int> RunAsync(string file)
    {
        await using var services = NodeHost.Build("sqlite:" + file);
        Console.WriteLine("STARTING");
        await services.InitializeGuildConfigAsync();
        Console.WriteLine("READY");
        await Console.In.ReadToEndAsync();
        return 0;
    }
}
