using System.Diagnostics;
using System.Globalization;

namespace DroasBot.GuildConfig.Support.Processes;

/// <summary>Sends signals to processes.</summary>
internal static class Signals
{
    private static readonly TimeSpan _deadline = TimeSpan.FromMinutes(2);

    /// <param name="signal">The signal as the program <c>kill</c> takes it, for example <c>-TERM</c>.</param>
    /// <param name="processes">Their ids.</param>
    public static async Task SendAsync(string signal, params IReadOnlyCollection<int> processes)
    {
        using var kill = Process.Start("kill", [signal, .. processes.Select(id => id.ToString(CultureInfo.InvariantCulture))]);
        await kill.WaitForExitAsync().WaitAsync(_deadline);
        if (kill.ExitCode != 0)
        {
            throw new InvalidOperationException($"{string.Join(", ", processes)} could not be sent {signal}.");
        }
    }
}
