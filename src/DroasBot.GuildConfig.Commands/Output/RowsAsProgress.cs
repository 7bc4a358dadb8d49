using DroasBot.GuildConfig.Storage;

namespace DroasBot.GuildConfig.Commands.Output;

/// <summary>Shows rows where guilds are shown elsewhere.</summary>
internal sealed class RowsAsProgress(IProgress<GuildConfigPreloadProgress> progress) : IProgress<RowProgress>
{
    public void Report(RowProgress value) => progress.Report(new GuildConfigPreloadProgress(value.Done, value.Total));
}
