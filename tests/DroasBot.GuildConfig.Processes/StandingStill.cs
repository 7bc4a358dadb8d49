namespace DroasBot.GuildConfig.Processes;

/// <summary>Pauses and resumes processes, as on a suspended machine, or one out of memory. They keep their connections, but do not answer.</summary>
internal static class StandingStill
{
    /// <summary>SIGSTOP.</summary>
    public static Task PauseAsync(params IReadOnlyCollection<int> processes) => Signals.SendAsync("-STOP", processes);

    /// <summary>SIGCONT.</summary>
    public static Task ContinueAsync(params IReadOnlyCollection<int> processes) => Signals.SendAsync("-CONT", processes);
}
