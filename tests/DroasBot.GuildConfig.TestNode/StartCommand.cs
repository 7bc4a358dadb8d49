using Microsoft.Extensions.DependencyInjection;

namespace DroasBot.GuildConfig.TestNode;

/// <summary>Starts the library on a file: prints STARTING, then READY; ends when its input does.</summary>
internal sealed class StartCommand : INodeCommand
{
    public string Name => "start";

    public string Usage => "start <file>";

    public async Task RunAsync(string[] arguments)
    {
        await using var services = new ServiceCollection().AddGuildConfig("Data Source=" + arguments[0]).Services.BuildServiceProvider();
        Console.WriteLine("STARTING");
        await services.InitializeGuildConfigAsync();
        Console.WriteLine("READY");
        await Console.In.ReadToEndAsync();
    }
}
