namespace DroasBot.GuildConfig.Sample.Bot;

/// <summary>New guilds: each gets the default configuration when the bot joins it.</summary>
internal sealed class GuildJoins(IGuildConfigService configs, GuildDirectory guilds, Timeline timeline, RunLength length, TimeProvider timeProvider)
{
    private const int Joins = 6;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await foreach (var number in length.SpreadAsync(Joins, cancellationToken))
        {
            var guildId = GuildIds.At(timeProvider.GetUtcNow(), number);
            // An event once taken is handled to its end, also while the bot stops.
            var snapshot = await configs.GetOrCreateAsync(guildId, cancellationToken: CancellationToken.None);
            guilds.Add(guildId);
            timeline.Add($"guild {guildId} joined: defaults stored as revision {snapshot.Revision}");
        }
    }
}
