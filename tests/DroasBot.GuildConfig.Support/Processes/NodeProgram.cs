using System.Reflection;

namespace DroasBot.GuildConfig.Support.Processes;

/// <summary>The program of the project DroasBot.GuildConfig.Node.</summary>
public static class NodeProgram
{
    public static string File { get; } = Path.GetFullPath(
        typeof(NodeProgram).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "Node").Value!,
        AppContext.BaseDirectory);
}
