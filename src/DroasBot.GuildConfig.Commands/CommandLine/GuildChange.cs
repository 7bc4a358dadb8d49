using DroasBot.GuildConfig.Commands.Output;
using DroasBot.GuildConfig.Settings;

namespace DroasBot.GuildConfig.Commands.CommandLine;

/// <summary>Changes one guild, and reports the differences by path, or <c>unchanged</c>.</summary>
internal static class GuildChange
{
    private const int Attempts = 5;

    /// <param name="context">The running command.</param>
    /// <param name="guildId">The guild.</param>
    /// <param name="change">Actor, reason and expected revision.</param>
    /// <param name="make">Makes the change, given the current guild and a context that expects its revision.</param>
    public static async Task<int> RunAsync(
        CommandContext context, ulong guildId, ChangeContext change, Func<GuildConfigSnapshot, ChangeContext, Task<GuildConfigSnapshot>> make)
    {
        var (before, after) = await MakeAsync(context, guildId, change, make).ConfigureAwait(false);
        context.Screen.Write(new EditReport(after, SettingsDifferences.Find(before, after), change.DryRun));
        return ExitCodes.Succeeded;
    }

    /// <summary>Others may change the guild between the read and the change; unless the user named a revision, that is not a failure.</summary>
    private static async Task<(GuildConfigSnapshot Before, GuildConfigSnapshot After)> MakeAsync(
        CommandContext context, ulong guildId, ChangeContext change, Func<GuildConfigSnapshot, ChangeContext, Task<GuildConfigSnapshot>> make)
    {
        for (var attempt = 1; ; attempt++)
        {
            await context.Cache.RefreshAsync(guildId, context.CancellationToken).ConfigureAwait(false);
            var before = await context.Configs.GetAsync(guildId, context.CancellationToken).ConfigureAwait(false);
            try
            {
                return (before, await make(before, change with { ExpectedRevision = change.ExpectedRevision ?? before.Revision }).ConfigureAwait(false));
            }
            catch (GuildConfigConflictException) when (change.ExpectedRevision is null && attempt < Attempts)
            {
                // Retry from the current state.
            }
        }
    }
}
