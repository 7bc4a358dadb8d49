using DroasBot.GuildConfig.Sample.Settings;

namespace DroasBot.GuildConfig.Sample.Bot;

/// <summary>What the bot does when something happens in a guild, and says of it. It knows no Discord library: the events of any one can call it.</summary>
internal sealed class GuildEvents(IGuildConfigService configs, IGuildConfigLifecycle lifecycle, IGuildBackgroundStore pictures)
{
    /// <summary>All shards are ready: makes up for what was missed while the bot was down.</summary>
    /// <param name="guildIds">All guilds that the bot is in. Those that are unavailable are among them: the bot is in them too.</param>
    public async Task<string> ReadyAsync(IReadOnlyCollection<ulong> guildIds)
    {
        try
        {
            var found = await lifecycle.ReconcileAsync(guildIds);
            return $"while the bot was down, {found.Left:N0} left and {found.Returned:N0} returned";
        }
        catch (GuildConfigException refused)
        {
            // More guilds are missing than can be believed, or the database is away. Nothing was changed, and the next start compares again.
            return refused.Message;
        }
    }

    /// <summary>The bot has joined a guild, or a guild is available again.</summary>
    public async Task<string> GuildAvailableAsync(ulong guildId)
    {
        // If the bot has been here before, what was set is there still: this says that it is not to be erased.
        await lifecycle.MarkPresentAsync(guildId);
        return $"has its configuration, of revision {(await configs.GetOrCreateAsync(guildId)).Revision}";
    }

    /// <summary>A guild is gone: for a while, as Discord has an outage, or because the bot was removed.</summary>
    public async Task<string> GuildGoneAsync(ulong guildId, bool isUnavailable)
    {
        if (isUnavailable)
        {
            return "an outage of Discord, so nothing is done";
        }

        // Nothing is deleted, since it may have been a mistake. If the database is away, the next start makes up for it.
        await lifecycle.MarkLeftAsync(guildId);
        return "its configuration is kept for a while";
    }

    /// <summary>Somebody has joined a guild.</summary>
    /// <returns>The message to send; <see langword="null"/> for none.</returns>
    public async Task<Welcome?> MemberJoinedAsync(ulong guildId, string member)
    {
        try
        {
            // From memory, so read it at each event: it is what an administrator has set a moment ago.
            var guild = await configs.GetAsync(guildId);
            if (guild.WelcomeChannelId is not { } channelId)
            {
                return null;
            }

            var settings = guild.Get<WelcomeSettings>();
            var picture = guild.Background?.ContentHash is { } hash ? await pictures.OpenReadAsync(hash) : null;
            return new Welcome(channelId, settings.MentionMember ? $"@{member} {settings.Message}" : settings.Message, settings.DeleteAfter, picture);
        }
        catch (GuildConfigStoreException)
        {
            // The database is away, and this was not in memory. One welcome is lost, never the bot; the library has logged why.
            return null;
        }
    }

    /// <summary>A message to new members. Who sends it disposes the picture.</summary>
    internal sealed record Welcome(ulong ChannelId, string Text, TimeSpan? DeleteAfter, Stream? Picture);
}
