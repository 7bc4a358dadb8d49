namespace DroasBot.GuildConfig.TestNode;

/// <summary>Something that a test has a separate process do. It tells how far it is by lines on its standard output.</summary>
internal interface INodeCommand
{
    string Name { get; }

    string Usage { get; }

    Task RunAsync(string[] arguments);
}
