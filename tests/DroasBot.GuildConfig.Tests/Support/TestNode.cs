using System.Reflection;

namespace DroasBot.GuildConfig.Tests.Support;

/// <summary>Starts the program of the project DroasBot.GuildConfig.TestNode.</summary>
internal static class TestNode
{
    private static readonly string _program = Path.GetFullPath(Metadata("TestNode"), AppContext.BaseDirectory);

    /// <summary>Gets the configuration that the tests were built in.</summary>
    public static string Configuration => Metadata("Configuration");

    public static ChildProcess Start(params IEnumerable<string> arguments)
        => ChildProcess.StartDotnet(AppContext.BaseDirectory, [_program, .. arguments]);

    private static string Metadata(string key)
        => typeof(TestNode).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}
