using System.Diagnostics;
using System.Globalization;

namespace DroasBot.GuildConfig.Processes;

/// <summary>Pauses and resumes processes, as on a suspended machine, or one out of memory. They keep their connections, but do not answer.</summary>
internal static class StandingStill
{
    private static readonly TimeSpan _deadline = TimeSpan.FromMinutes(2);

    /// <summary>SIGSTOP.</summary>
    public static Task PauseAsync(params IReadOnlyCollection<int> processes) => SendAsync("-STOP", processes);

    /// <summary>SIGCONT.</summary>
    public static Task ContinueAsync(params IReadOnlyCollection<int> processes) => SendAsync("-CONT", processes);

    private static async Task SendAsync(string signal, IReadOnlyCollection<int> processes)
    {
        using var kill = Process.Start("kill", [signal, .. processes.Select(id => id.ToString(CultureInfo.InvariantCulture))]);
        await kill.WaitForExitAsync().WaitAsync(_deadline);
        if (kill.ExitCode != 0)
        {
            throw new InvalidOperationException($"{string.Join(", ", processes)} cannot be sent {signal}.");
        }
    }
}
