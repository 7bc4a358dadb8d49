using System.Text.Json.Nodes;
using DroasBot.GuildConfig.Internal;

namespace DroasBot.GuildConfig;

/// <content>Settings by path, and references.</content>
public sealed partial class GuildConfigEditor
{
    /// <summary>Parses what a person typed, and writes it to a section or a member of one.</summary>
    /// <param name="path">
    /// A section and what is in it, as in <c>moderation.warnLimit</c>: member names, dictionary keys (new ones too), list indices from 0, <c>-</c> to
    /// append an item. A dot or a backslash within a key is escaped with a backslash.
    /// </param>
    /// <param name="value">
    /// By the type of the member: digits, <c>true</c> or <c>false</c>, the name of a choice in any case, a duration as <c>01:30:00</c>, an instant as
    /// <c>2031-02-03T04:05:06Z</c>, text as it is; JSON for lists, dictionaries and objects; <c>null</c> for none, except for text.
    /// </param>
    /// <exception cref="ArgumentNullException"><paramref name="path"/> or <paramref name="value"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException">There is no such path, or the value is not of its type; the message names path, expectation and value.</exception>
    /// <exception cref="GuildSettingsValidationException">The value breaks a rule.</exception>
    /// <exception cref="GuildConfigException">The stored section cannot be read by this version of the host; writing the section as a whole replaces it.</exception>
    /// <example>
    /// <code>
    /// await configs.UpdateAsync(guildId, guild =&gt; guild.Write("moderation.warnLimit", "5"));
    /// </code>
    /// </example>
    public void Write(string path, string value)
    {
        ThrowIfClosed();
        ArgumentNullException.ThrowIfNull(value);
        _settings.Write(path, value);
    }

    /// <summary>Writes JSON to a section or a member of one.</summary>
    /// <param name="path">See <see cref="Write"/>.</param>
    /// <param name="value">
    /// The value as described by the schema of <see cref="IGuildSettingsSchema"/>; not kept. Members that an object omits get their defaults, unknown members are refused.
    /// </param>
    /// <exception cref="ArgumentNullException"><paramref name="path"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException">There is no such path, or the value is not of its type; the message names path, expectation and value.</exception>
    /// <exception cref="GuildSettingsValidationException">The value breaks a rule.</exception>
    /// <exception cref="GuildConfigException">The stored section cannot be read by this version of the host; writing the section as a whole replaces it.</exception>
    /// <example>
    /// <code>
    /// await configs.UpdateAsync(guildId, guild =&gt; guild.WriteJson("moderation.blockedWords", new JsonArray("spam", "scam")));
    /// </code>
    /// </example>
    public void WriteJson(string path, JsonNode? value)
    {
        ThrowIfClosed();
        _settings.WriteJson(path, value);
    }

    /// <summary>Merges a JSON merge patch (RFC 7396), such as a form sends, into the settings. What it omits stays as it is.</summary>
    /// <remarks>
    /// Objects are merged member by member, everything else is replaced. <c>null</c> resets a section; a nullable member becomes null, any other gets its default, and a
    /// key is removed from its dictionary. Rules are evaluated once per section, so that values that belong together may change together.
    /// </remarks>
    /// <param name="patch">An object with a member for each section that changes; not kept. Values are as those of <see cref="WriteJson"/>.</param>
    /// <exception cref="ArgumentNullException"><paramref name="patch"/> is <see langword="null"/>.</exception>
    /// <exception cref="GuildSettingsValidationException">There is no such section or member, a value is not of its type, or breaks a rule; all violations in all sections are listed. Do not catch it inside the edit: valid values may have been merged.</exception>
    /// <exception cref="ArgumentException">The settings would be too large.</exception>
    /// <exception cref="GuildConfigException">A section cannot be read by this version of the host; <c>null</c> for it discards what is stored.</exception>
    /// <example>
    /// <code>
    /// var patch = JsonNode.Parse("""{ "moderation": { "warnLimit": 5, "logChannelId": null } }""")!.AsObject();
    /// await configs.UpdateAsync(guildId, guild =&gt; guild.MergeJson(patch));
    /// </code>
    /// </example>
    public void MergeJson(JsonObject patch)
    {
        ThrowIfClosed();
        ArgumentNullException.ThrowIfNull(patch);
        _settings.Merge(patch);
    }

    /// <summary>Resets a section or a member of one to its default; removes a key or an item that has none.</summary>
    /// <param name="path">See <see cref="Write"/>.</param>
    /// <exception cref="ArgumentNullException"><paramref name="path"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException">There is no such path.</exception>
    /// <exception cref="GuildConfigException">The stored section cannot be read by this version of the host; resetting the section as a whole discards it.</exception>
    /// <example>
    /// <code>
    /// await configs.UpdateAsync(guildId, guild =&gt; guild.Reset("moderation.warnLimit"));
    /// </code>
    /// </example>
    public void Reset(string path)
    {
        ThrowIfClosed();
        _settings.Reset(path);
    }

    /// <summary>Clears every reference to a channel, a role or a user that is gone. Rules that require a value do not prevent it.</summary>
    /// <remarks>
    /// A member becomes <see langword="null"/>, or 0 if it is not nullable; an item is removed from its list, an entry from its dictionary. Equal numbers that are not marked stay, and so do
    /// references in a section that cannot be read.
    /// </remarks>
    /// <param name="id">The id of the deleted channel, role or user.</param>
    /// <returns>The paths of what was cleared; none if nothing referred to it.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="id"/> is 0.</exception>
    /// <example>
    /// <code>
    /// client.ChannelDestroyed += channel =&gt; configs.UpdateAsync(channel.GuildId, guild =&gt; guild.Forget(channel.Id), new ChangeContext { Reason = "the channel was deleted" });
    /// </code>
    /// </example>
    public IReadOnlyList<string> Forget(ulong id)
    {
        ThrowIfClosed();
        Snowflake.ThrowIfInvalid(id);
        var cleared = new List<string>();
        if (_welcomeChannelId == id)
        {
            _welcomeChannelId = null;
            cleared.Add(GuildConfigSnapshot.WelcomeChannelPath);
        }

        _settings.Forget(reference => Drop(reference, reference.Id == id ? null : reference.Id, cleared));
        return cleared;
    }

    /// <summary>Replaces the ids of references: of the welcome channel, and of marked settings members. Rules are not evaluated.</summary>
    /// <param name="map">Returns the new id for a reference, or the same one to keep it; <see langword="null"/> drops the reference, as <see cref="Forget"/> does.</param>
    /// <returns>The paths that were dropped.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="map"/> is <see langword="null"/>.</exception>
    /// <exception cref="GuildConfigException">A section cannot be read by this version of the host.</exception>
    /// <example>
    /// <code>
    /// await configs.UpdateAsync(guildId, guild =&gt; guild.MapReferences(reference =&gt; reference.Id == oldChannelId ? newChannelId : reference.Id));
    /// </code>
    /// </example>
    public IReadOnlyList<string> MapReferences(Func<GuildReference, ulong?> map)
    {
        ThrowIfClosed();
        ArgumentNullException.ThrowIfNull(map);
        var dropped = new List<string>();
        _welcomeChannelId = MapWelcomeChannel(_welcomeChannelId, map, dropped);
        _settings.MapReferences(reference => Drop(reference, map(reference), dropped));
        return dropped;
    }

    /// <summary>Copies the channel, the background and all registered sections of another guild, with its references mapped.</summary>
    /// <remarks>Sections that this host has not registered are not copied, since the ids in them are unknown; the returned list includes their names.</remarks>
    /// <param name="source">The other guild.</param>
    /// <param name="map">Returns the id in this guild for a reference in the other; <see langword="null"/> drops the reference, as <see cref="Forget"/> does.</param>
    /// <returns>The paths that were dropped, as they are in the other guild.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="source"/> or <paramref name="map"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException">The settings would be too large.</exception>
    /// <exception cref="GuildConfigException">A section of the other guild cannot be read.</exception>
    /// <example>
    /// <code>
    /// var template = await configs.GetAsync(otherGuildId);
    /// await configs.UpdateAsync(guildId, guild =&gt; guild.CopyFrom(template, reference =&gt; sameNames.TryGetValue(reference.Id, out var id) ? id : null));
    /// </code>
    /// </example>
    public IReadOnlyList<string> CopyFrom(GuildConfigSnapshot source, Func<GuildReference, ulong?> map)
    {
        ThrowIfClosed();
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(map);
        var dropped = new List<string>();
        _welcomeChannelId = MapWelcomeChannel(source.WelcomeChannelId, map, dropped);
        if (source.Background is { } background)
        {
            SetBackground(background);
        }
        else
        {
            ClearBackground();
        }

        dropped.AddRange(_settings.CopyFrom(source.Settings));
        _settings.MapReferences(reference => Drop(reference, map(reference), dropped));
        return dropped;
    }

    private static ulong? MapWelcomeChannel(ulong? channel, Func<GuildReference, ulong?> map, List<string> dropped)
        => channel is { } id && new GuildReference(GuildConfigSnapshot.WelcomeChannelPath, GuildReferenceKind.Channel, id) is var reference
            ? Drop(reference, map(reference), dropped)
            : null;

    private static ulong? Drop(GuildReference reference, ulong? mapped, List<string> dropped)
    {
        if (mapped is null)
        {
            dropped.Add(reference.Path);
        }

        return mapped;
    }
}
