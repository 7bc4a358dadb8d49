using System.CommandLine;
using DroasBot.GuildConfig.Commands.Output;
using Microsoft.Extensions.Options;

namespace DroasBot.GuildConfig.Commands.CommandLine;

/// <summary>Runs a command's body, and reports its failure.</summary>
internal static class CommandRun
{
    /// <returns>The exit code.</returns>
    public static async Task<int> ExecuteAsync(ParseResult parseResult, CommonOptions options, Func<Screen, Task<int>> body)
    {
        var screen = new Screen(parseResult.InvocationConfiguration, options.IsJson(parseResult));
        try
        {
            return await body(screen).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return Report(screen, ExitCodes.Interrupted, "Interrupted.");
        }
        catch (CommandException ended)
        {
            return Report(screen, ended.ExitCode, ended.Message);
        }
        catch (Exception failure) when (IsExpected(failure))
        {
            return Report(screen, ExitCodes.Failed, failure.Message);
        }
    }

    /// <summary>Reports that a command line is invalid.</summary>
    public static int Refuse(InvocationConfiguration configuration, bool isJson, string message)
        => Report(new Screen(configuration, isJson), ExitCodes.NotUnderstood, message);

    /// <summary>Errors that a user can cause and fix; anything else is a defect, and needs its stack trace.</summary>
    private static bool IsExpected(Exception exception)
        => exception is GuildConfigException or ArgumentException or OptionsValidationException or NotSupportedException or IOException or UnauthorizedAccessException;

    private static int Report(Screen screen, int exitCode, string message)
    {
        screen.Error(string.Join(' ', message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)), exitCode);
        return exitCode;
    }
}
