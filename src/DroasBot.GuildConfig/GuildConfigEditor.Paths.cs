using System.Text.Json.Nodes;
using DroasBot.GuildConfig.Internal;

namespace DroasBot.GuildConfig;

/// <content>Settings by path, and references.</content>
public sealed partial class GuildConfigEditor
{
    /// <summary>Writes what a person typed into a section, or into a member of one.</summary>
    /// <param name="path">
    /// A section and what is in it, as in <c>moderation.warnLimit</c>: names of members, keys of dictionaries (new ones too), indices of lists from 0, <c>-</c> for
    /// one item more. A dot or a backslash within a key has a backslash before it.
    /// </param>
    /// <param name="value">
    /// By the type of the member: digits, <c>true</c> or <c>false</c>, the name of a choice in any case, a duration as <c>01:30:00</c>, an instant as
    /// <c>2031-02-03T04:05:06Z</c>, text as it is; JSON for lists, dictionaries and objects; <c>null</c> for none, but for text.
    /// </param>
    /// <exception cref="ArgumentNullException"><paramref name="path"/> or <paramref name="value"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException">There is no such path, or the value is not of its type; path, expectation and value are named.</exception>
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

    /// <summary>Writes JSON into a section, or into a member of one.</summary>
    /// <param name="path">As that of <see cref="Write"/>.</param>
    /// <param name="value">
    /// The value as the schema of <see cref="IGuildSettingsSchema"/> has it; not kept. Members that an object leaves out have their defaults, those that its type does not have are refused.
    /// </param>
    /// <exception cref="ArgumentNullException"><paramref name="path"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException">There is no such path, or the value is not of its type; path, expectation and value are named.</exception>
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

    /// <summary>Merges a JSON merge patch (RFC 7396) into the settings: what a form sends. What it leaves out stays as it is.</summary>
    /// <remarks>
    /// Objects are merged member by member, everything else is replaced. <c>null</c> resets a section; a member that may be null becomes null, any other has its default again, and a
    /// key leaves its dictionary. Rules are asked once for each section, so that values that belong together may change together.
    /// </remarks>
    /// <param name="patch">An object with a member for each section that changes; not kept. Values are as those of <see cref="WriteJson"/>.</param>
    /// <exception cref="ArgumentNullException"><paramref name="patch"/> is <see langword="null"/>.</exception>
    /// <exception cref="GuildSettingsValidationException">There is no such section or member, a value is not of its type, or breaks a rule; everything that is wrong, in all sections, is told. Let it leave the edit: what was right may have been merged.</exception>
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

    /// <summary>Gives a section, or a member of one, its default; removes a key or an item that has none.</summary>
    /// <param name="path">As that of <see cref="Write"/>.</param>
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

    /// <summary>Clears every reference to a channel, a role or a user that is gone. Rules that ask for a value do not stop it.</summary>
    /// <remarks>
    /// A member becomes <see langword="null"/>, or 0 if it cannot; an item leaves its list, an entry its dictionary. Equal numbers that are not marked stay, and so does what a
    /// section that cannot be read may hold.
    /// </remarks>
    /// <param name="id">The id of what is gone.</param>
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

    /// <summary>Puts other ids in the place of references: of the welcome channel, and of marked members of settings. Rules are not asked.</summary>
    /// <param name="map">Gives the new id for a reference, or the same one to leave it; <see langword="null"/> drops the reference, as <see cref="Forget"/> does.</param>
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

    /// <summary>Takes over the channel, the background and all registered sections of another guild, with its references mapped.</summary>
    /// <remarks>Sections that this host has not registered are not copied, since nobody here can tell the ids in them; their names are among what is returned.</remarks>
    /// <param name="source">The other guild.</param>
    /// <param name="map">Gives the id in this guild for a reference in the other; <see langword="null"/> drops the reference, as <see cref="Forget"/> does.</param>
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
