using DroasBot.GuildConfig.Sample.Settings;

namespace DroasBot.GuildConfig.Sample.Bot;

/// <summary>What the bot does when something happens in a guild, and the text that describes it. It depends on no Discord library: the events of any of them can call it.</summary>
internal sealed class GuildEvents(IGuildConfigService configs, IGuildConfigLifecycle lifecycle, IGuildBackgroundStore pictures)
{
    /// <summary>All shards are ready: catches up on what was missed while the bot was down.</summary>
    /// <param name="guildIds">All guilds that the bot is in, including those that are unavailable.</param>
    public async Task<string> ReadyAsync(IReadOnlyCollection<ulong> guildIds)
    {
        try
        {
            var found = await lifecycle.ReconcileAsync(guildIds);
            return $"while the bot was down, {found.Left:N0} left and {found.Returned:N0} returned";
        }
        catch (GuildConfigException refused)
        {
            // More guilds are missing than is plausible, or the database is unavailable. Nothing was changed, and the next start compares again.
            return refused.Message;
        }
    }

    /// <summary>The bot has joined a guild, or a guild is available again.</summary>
    public async Task<string> GuildAvailableAsync(ulong guildId)
    {
        // If the bot was here before, its settings are still stored: this keeps them from being erased.
        await lifecycle.MarkPresentAsync(guildId);
        return $"has its configuration, at revision {(await configs.GetOrCreateAsync(guildId)).Revision}";
    }

    /// <summary>A guild is gone: temporarily, during a Discord outage, or because the bot was removed.</summary>
    public async Task<string> GuildGoneAsync(ulong guildId, bool isUnavailable)
    {
        if (isUnavailable)
        {
            return "a Discord outage, so nothing is done";
        }

        // Deletes nothing, since the removal may have been a mistake. If the database is unavailable, the next start catches up.
        await lifecycle.MarkLeftAsync(guildId);
        return "its configuration is kept for a while";
    }

    /// <summary>Somebody has joined a guild.</summary>
    /// <returns>The message to send; <see langword="null"/> for none.</returns>
    public async Task<Welcome?> MemberJoinedAsync(ulong guildId, string member)
    {
        try
        {
            // Served from memory, so read it at each event: it is always what an administrator set last.
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
            // The database is unavailable, and this guild was not in memory. One welcome is lost, but the bot keeps running; the library has logged why.
            return null;
        }
    }

    /// <summary>A message to new members. The sender disposes the picture.</summary>
    internal sealed record Welcome(ulong ChannelId, string Text, TimeSpan? DeleteAfter, Stream? Picture);
}
