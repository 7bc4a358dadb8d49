using DroasBot.GuildConfig.Storage;

namespace DroasBot.GuildConfig.Commands.Output;

/// <summary>Reports the progress in rows as progress in guilds.</summary>
internal sealed class RowsAsProgress(IProgress<GuildConfigPreloadProgress> progress) : IProgress<RowProgress>
{
    public void Report(RowProgress value) => progress.Report(new GuildConfigPreloadProgress(value.Done, value.Total));
}
