using System.CommandLine;
using Microsoft.Extensions.Options;

namespace DroasBot.GuildConfig.Sample;

/// <summary>Runs a command line: the exit code is 0, or there is one line on the error stream that says why it is not.</summary>
internal static class CommandLine
{
    private const int Failed = 1;
    private const int NotUnderstood = 2;
    private const int Interrupted = 130;

    public static async Task<int> RunAsync(RootCommand root, string[] args)
    {
        var parseResult = root.Parse(args);
        var configuration = new InvocationConfiguration
        {
            EnableDefaultExceptionHandler = false,
            // How long Ctrl+C waits for a command to end by itself.
            ProcessTerminationTimeout = TimeSpan.FromSeconds(10),
        };
        if (parseResult.Errors.Count > 0)
        {
            return Report(configuration.Error, NotUnderstood, string.Join(' ', parseResult.Errors.Select(error => error.Message)) + " Try --help.");
        }

        try
        {
            return await parseResult.InvokeAsync(configuration);
        }
        catch (OperationCanceledException)
        {
            return Report(configuration.Error, Interrupted, "Interrupted.");
        }
        catch (Exception exception) when (IsExpected(exception))
        {
            return Report(configuration.Error, Failed, exception.Message);
        }
    }

    /// <summary>What a user can bring about and mend; anything else is a defect, and deserves its stack trace.</summary>
    private static bool IsExpected(Exception exception)
        => exception is GuildConfigException or ArgumentException or OptionsValidationException or IOException or UnauthorizedAccessException;

    private static int Report(TextWriter error, int exitCode, string message)
    {
        error.WriteLine(string.Join(' ', message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
        return exitCode;
    }
}
