using DroasBot.GuildConfig.Commands.Output;
using DroasBot.GuildConfig.Settings;

namespace DroasBot.GuildConfig.Commands.CommandLine;

/// <summary>Changes one guild, and says what came of it by path; <c>unchanged</c> where nothing did.</summary>
internal static class GuildChange
{
    private const int Attempts = 5;

    /// <param name="context">What the command works with.</param>
    /// <param name="guildId">The guild.</param>
    /// <param name="change">Who, why, and on what assumption.</param>
    /// <param name="make">Makes the change, given the guild as it is and a context that holds it to that.</param>
    public static async Task<int> RunAsync(
        CommandContext context, ulong guildId, ChangeContext change, Func<GuildConfigSnapshot, ChangeContext, Task<GuildConfigSnapshot>> make)
    {
        var (before, after) = await MakeAsync(context, guildId, change, make).ConfigureAwait(false);
        context.Screen.Write(new EditReport(after, SettingsDifferences.Find(before, after), change.DryRun));
        return ExitCodes.Succeeded;
    }

    /// <summary>Others may change the guild between the look and the change; unless the user named a revision, that is no failure.</summary>
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
                // Again, from what it is now.
            }
        }
    }
}
