using DroasBot.GuildConfig.TestNode;

// A process of its own for tests that start, kill and restart real processes.
INodeCommand[] commands = [new StartCommand()];
if (args.Length == 0 || commands.FirstOrDefault(command => command.Name == args[0]) is not { } chosen)
{
    await Console.Error.WriteLineAsync("commands: " + string.Join(", ", commands.Select(command => command.Usage)));
    return 2;
}

try
{
    await chosen.RunAsync(args[1..]);
    return 0;
}
catch (Exception failure)
{
    await Console.Error.WriteLineAsync(failure.ToString());
    return 1;
}
