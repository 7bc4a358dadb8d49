namespace DroasBot.GuildConfig.Support.Processes;

/// <summary>Pauses and resumes processes, as on a suspended or overloaded machine. They keep their connections, but do not respond.</summary>
internal static class ProcessPause
{
    /// <summary>SIGSTOP.</summary>
    public static Task PauseAsync(params IReadOnlyCollection<int> processes) => Signals.SendAsync("-STOP", processes);

    /// <summary>SIGCONT.</summary>
    public static Task ContinueAsync(params IReadOnlyCollection<int> processes) => Signals.SendAsync("-CONT", processes);
}
