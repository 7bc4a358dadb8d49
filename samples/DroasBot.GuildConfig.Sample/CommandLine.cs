using System.CommandLine;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;

namespace DroasBot.GuildConfig.Sample;

/// <summary>Runs a command line: the exit code is 0, or there is one line on the error stream that says why it is not.</summary>
internal static partial class CommandLine
{
    public static async Task<int> RunAsync(RootCommand root, string[] args)
    {
        // A welcome message may begin with @, which would otherwise name a file of arguments.
        var parseResult = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        var configuration = new InvocationConfiguration
        {
            EnableDefaultExceptionHandler = false,
            // How long Ctrl+C waits for a command to end by itself.
            ProcessTerminationTimeout = TimeSpan.FromSeconds(10),
        };
        if (parseResult.Errors.Count > 0)
        {
            var errors = string.Join(' ', parseResult.Errors.Select(error => Password().Replace(error.Message, "$1=...")));
            return Report(configuration.Error, ExitCodes.NotUnderstood, errors + " Try --help.");
        }

        try
        {
            return await parseResult.InvokeAsync(configuration);
        }
        catch (OperationCanceledException)
        {
            return Report(configuration.Error, ExitCodes.Interrupted, "Interrupted.");
        }
        catch (Exception exception) when (IsExpected(exception))
        {
            return Report(configuration.Error, ExitCodes.Failed, exception.Message);
        }
    }

    /// <summary>What a user can bring about and fix; anything else is a defect, and deserves its stack trace.</summary>
    private static bool IsExpected(Exception exception)
        => exception is GuildConfigException or ArgumentException or OptionsValidationException or NotSupportedException or IOException or UnauthorizedAccessException;

    private static int Report(TextWriter error, int exitCode, string message)
    {
        error.WriteLine(string.Join(' ', message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
        return exitCode;
    }

    /// <summary>In an argument that the parser could not place, and quotes: up to its end, since a password may have any character.</summary>
    [GeneratedRegex(@"\b(password|passwd|psw|pwd)\s*=.*", RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex Password();
}
