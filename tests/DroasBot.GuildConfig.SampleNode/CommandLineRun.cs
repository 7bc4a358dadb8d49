using System.Reflection;
using System.Text;

namespace DroasBot.GuildConfig.SampleNode;

/// <summary>One command line of the sample, in this process; with a directory and standard streams of its own, as a process has them.</summary>
/// <param name="Directory">The current directory.</param>
/// <param name="Arguments">The words of the command line.</param>
/// <param name="Input">The file that is the standard input.</param>
/// <param name="Output">The file that the standard output is written to.</param>
/// <param name="Error">The file that the standard error is written to.</param>
internal sealed record CommandLineRun(string Directory, string[] Arguments, string Input, string Output, string Error)
{
    /// <summary>What a process ends with that the runtime aborts.</summary>
    private const int Aborted = 134;

    private static readonly MethodInfo _main = Assembly.Load("DroasBot.GuildConfig.Sample").EntryPoint!;

    /// <returns>The exit code.</returns>
    public int Execute()
    {
        Environment.CurrentDirectory = Directory;
        StandardStreams.Redirect(Input, Output, Error);
        using var output = Writer(Console.OpenStandardOutput());
        using var error = Writer(Console.OpenStandardError());
        Console.SetOut(output);
        Console.SetError(error);
        try
        {
            return (int)_main.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [Arguments], null)!;
        }
#pragma warning disable CA1031 // As the runtime, which catches everything too.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            error.WriteLine("Unhandled exception. " + exception);
            return Aborted;
        }
    }

    private static StreamWriter Writer(Stream stream) => new(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { AutoFlush = true };
}
