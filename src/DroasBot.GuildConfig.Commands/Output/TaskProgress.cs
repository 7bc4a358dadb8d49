using Spectre.Console;

namespace DroasBot.GuildConfig.Commands.Output;

/// <summary>Updates a progress bar on the reporting thread; <see cref="Progress{T}"/> may do so late and out of order.</summary>
internal sealed class TaskProgress(ProgressTask task) : IProgress<GuildConfigPreloadProgress>
{
    private readonly Lock _reporting = new();

    public void Report(GuildConfigPreloadProgress value)
    {
        lock (_reporting)
        {
            task.MaxValue = Math.Max(1, value.Total);
            task.Value = Math.Max(task.Value, value.Loaded);
        }
    }
}
