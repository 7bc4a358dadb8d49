using System.CommandLine;
using DroasBot.GuildConfig.Commands.Output;
using Microsoft.Extensions.Options;

namespace DroasBot.GuildConfig.Commands.CommandLine;

/// <summary>Runs what a command does, and says what kept it from being done.</summary>
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

    /// <summary>Says that a command line cannot be understood.</summary>
    public static int Refuse(InvocationConfiguration configuration, bool isJson, string message)
        => Report(new Screen(configuration, isJson), ExitCodes.NotUnderstood, message);

    /// <summary>What a user can bring about and fix; anything else is a defect, and deserves its stack trace.</summary>
    private static bool IsExpected(Exception exception)
        => exception is GuildConfigException or ArgumentException or OptionsValidationException or NotSupportedException or IOException or UnauthorizedAccessException;

    private static int Report(Screen screen, int exitCode, string message)
    {
        screen.Error(string.Join(' ', message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)), exitCode);
        return exitCode;
    }
}
