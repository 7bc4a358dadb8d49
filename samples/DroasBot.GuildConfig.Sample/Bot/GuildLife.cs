namespace DroasBot.GuildConfig.Sample.Bot;

/// <summary>What becomes of guilds: some were left while the bot was down, some are unavailable for a while, some remove the bot, and one invites it again.</summary>
internal sealed class GuildLife(IGuildConfigLifecycle lifecycle, GuildDirectory guilds, Timeline timeline, RunLength length)
{
    private const int Steps = 4;

    /// <summary>From how many guilds on one may be found missing: more than one in twenty would not be believed.</summary>
    private const int Enough = 40;

    private readonly Random _random = new();

    /// <summary>When the bot is ready. The stand-in for a gateway says that one guild has gone since the last run, and that the one that has been away for longest is back.</summary>
    public async Task ReconcileAsync(CancellationToken cancellationToken)
    {
        var departed = new List<ulong>();
        await foreach (var departure in lifecycle.ListDeparturesAsync(cancellationToken))
        {
            departed.Add(departure.GuildId);
        }

        guilds.Remove([.. departed.Skip(1)]);
        if (guilds.Count >= Enough)
        {
            guilds.Remove([PickAnother()]);
        }

        var found = await lifecycle.ReconcileAsync(guilds.All, cancellationToken: cancellationToken);
        timeline.Add($"reconciled: the bot is in {found.Present:N0} stored guilds; {found.Left:N0} have left meanwhile, {found.Returned:N0} have returned");
    }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (guilds.Count < Enough)
        {
            return;
        }

        var guildId = PickAnother();
        await foreach (var step in length.SpreadAsync(Steps, cancellationToken))
        {
            switch (step)
            {
                case 0:
                    timeline.Add($"guild {guildId} is unavailable: an outage, so nothing is done");
                    break;
                case 1:
                    await lifecycle.MarkPresentAsync(guildId, CancellationToken.None);
                    timeline.Add($"guild {guildId} is available again");
                    break;
                case 2:
                    await lifecycle.MarkLeftAsync(guildId, CancellationToken.None);
                    guilds.Remove([guildId]);
                    timeline.Add($"guild {guildId} has removed the bot: what it had is kept for a while");
                    break;
                default:
                    await lifecycle.MarkPresentAsync(guildId, CancellationToken.None);
                    guilds.Add(guildId);
                    timeline.Add($"guild {guildId} has invited the bot again: all is as it was");
                    break;
            }
        }
    }

    /// <summary>Not the one that the next run asks about.</summary>
    private ulong PickAnother() => guilds.Pick(_random) is var picked && picked != GuildIds.Home ? picked : guilds.All[^1];
}
