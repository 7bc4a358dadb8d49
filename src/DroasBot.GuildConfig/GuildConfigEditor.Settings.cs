namespace DroasBot.GuildConfig;

/// <content>Settings sections by their types.</content>
public sealed partial class GuildConfigEditor
{
    /// <summary>Gets a settings section as edited so far.</summary>
    /// <typeparam name="TSettings">The type under which the section is registered.</typeparam>
    /// <returns>
    /// The settings. Changes to the returned object are stored only if it is passed to <see cref="Set{TSettings}"/>; if that is forgotten, the update throws
    /// <see cref="InvalidOperationException"/>.
    /// </returns>
    /// <exception cref="ArgumentException"><typeparamref name="TSettings"/> is not registered with <c>AddSettings</c>.</exception>
    /// <exception cref="GuildConfigException">The stored section cannot be read by this version of the host.</exception>
    /// <example>
    /// <code>
    /// await configs.UpdateAsync(guildId, guild =&gt;
    /// {
    ///     if (guild.Get&lt;ModerationSettings&gt;().LogChannelId is null)
    ///     {
    ///         guild.Edit&lt;ModerationSettings&gt;(settings =&gt; settings with { LogChannelId = guild.WelcomeChannelId });
    ///     }
    /// });
    /// </code>
    /// </example>
    public TSettings Get<TSettings>()
        where TSettings : class, new()
    {
        ThrowIfClosed();
        return _settings.Get<TSettings>();
    }

    /// <summary>Sets a settings section.</summary>
    /// <typeparam name="TSettings">The type under which the section is registered.</typeparam>
    /// <param name="value">The new settings; copied, so changing the object later has no effect.</param>
    /// <exception cref="ArgumentNullException"><paramref name="value"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException"><typeparamref name="TSettings"/> is not registered, a member of the value does not survive a round trip (the message names it), or the section would be too large.</exception>
    /// <exception cref="GuildSettingsValidationException">A changed value is not valid; every violation is listed.</exception>
    /// <exception cref="GuildConfigException">The stored section has a newer schema version; <see cref="Reset{TSettings}"/> discards it.</exception>
    /// <example>
    /// <code>
    /// await configs.UpdateAsync(guildId, guild =&gt; guild.Set(new ModerationSettings { WarnLimit = 5, LogChannelId = channelId }));
    /// </code>
    /// </example>
    public void Set<TSettings>(TSettings value)
        where TSettings : class, new()
    {
        ThrowIfClosed();
        ArgumentNullException.ThrowIfNull(value);
        _settings.Set(value);
    }

    /// <summary>Edits a settings section of a mutable type: gets it, calls <paramref name="change"/>, and sets it.</summary>
    /// <typeparam name="TSettings">The type under which the section is registered.</typeparam>
    /// <param name="change">Modifies the object that it is given.</param>
    /// <exception cref="ArgumentNullException"><paramref name="change"/> is <see langword="null"/>.</exception>
    /// <exception cref="InvalidOperationException"><typeparamref name="TSettings"/> is immutable: use the overload that returns the changed settings.</exception>
    /// <exception cref="ArgumentException">See <see cref="Set{TSettings}"/>.</exception>
    /// <exception cref="GuildSettingsValidationException">See <see cref="Set{TSettings}"/>.</exception>
    /// <exception cref="GuildConfigException">The stored section cannot be read by this version of the host.</exception>
    /// <example>
    /// <code>
    /// await configs.UpdateAsync(guildId, guild =&gt; guild.Edit&lt;TicketSettings&gt;(settings =&gt; settings.Open = 5));
    /// </code>
    /// </example>
    public void Edit<TSettings>(Action<TSettings> change)
        where TSettings : class, new()
    {
        ThrowIfClosed();
        ArgumentNullException.ThrowIfNull(change);
        var settings = _settings.GetMutable<TSettings>();
        change(settings);
        _settings.Set(settings);
    }

    /// <summary>Edits a settings section of an immutable type, such as a record: gets it, and sets what <paramref name="change"/> returns.</summary>
    /// <typeparam name="TSettings">The type under which the section is registered.</typeparam>
    /// <param name="change">Returns the changed settings, as in <c>settings => settings with { WarnLimit = 5 }</c>.</param>
    /// <exception cref="ArgumentNullException"><paramref name="change"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException">See <see cref="Set{TSettings}"/>; or <paramref name="change"/> returned <see langword="null"/>.</exception>
    /// <exception cref="GuildSettingsValidationException">See <see cref="Set{TSettings}"/>.</exception>
    /// <exception cref="GuildConfigException">The stored section cannot be read by this version of the host.</exception>
    /// <example>
    /// <code>
    /// await configs.UpdateAsync(guildId, guild =&gt; guild.Edit&lt;ModerationSettings&gt;(settings =&gt; settings with { WarnLimit = 5 }));
    /// </code>
    /// </example>
    public void Edit<TSettings>(Func<TSettings, TSettings> change)
        where TSettings : class, new()
    {
        ThrowIfClosed();
        ArgumentNullException.ThrowIfNull(change);
        Set(change(_settings.Get<TSettings>()) ?? throw new ArgumentException($"It returned null instead of a {typeof(TSettings)}.", nameof(change)));
    }

    /// <summary>Removes a settings section, so that the guild has its defaults.</summary>
    /// <typeparam name="TSettings">The type under which the section is registered.</typeparam>
    /// <exception cref="ArgumentException"><typeparamref name="TSettings"/> is not registered with <c>AddSettings</c>.</exception>
    /// <example>
    /// <code>
    /// await configs.UpdateAsync(guildId, guild =&gt; guild.Reset&lt;ModerationSettings&gt;());
    /// </code>
    /// </example>
    public void Reset<TSettings>()
        where TSettings : class, new()
    {
        ThrowIfClosed();
        _settings.Reset<TSettings>();
    }

    /// <summary>Replaces all settings sections, earlier edits included, with those of a text such as <see cref="GuildConfigSnapshot.SettingsJson"/> returns.</summary>
    /// <remarks>
    /// The text is stored byte for byte, including sections that this host has not registered. Registered ones are checked as by <see cref="Set{TSettings}"/>,
    /// except sections of a newer schema version, which are for the hosts that know it. Later calls of <see cref="Get{TSettings}"/>, <see cref="Set{TSettings}"/> and
    /// <see cref="Reset{TSettings}"/> build on it.
    /// </remarks>
    /// <param name="json">One JSON object with a member for each section, at most 65,536 bytes of UTF-8; <c>{}</c> for none.</param>
    /// <exception cref="ArgumentNullException"><paramref name="json"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException">
    /// The text is not a single JSON object, has a duplicate section, is too large (and larger than what is already stored), or a registered section in it cannot be
    /// read; all problems are named. Nothing is replaced then.
    /// </exception>
    /// <exception cref="GuildSettingsValidationException">A registered section is not valid; every violation in every section is listed. Nothing is replaced then.</exception>
    /// <example>
    /// <code>
    /// var template = await configs.GetAsync(otherGuildId);
    /// await configs.UpdateAsync(guildId, guild =&gt; guild.ReplaceSettingsJson(template.SettingsJson));
    /// </code>
    /// </example>
    public void ReplaceSettingsJson(string json)
    {
        ThrowIfClosed();
        ArgumentNullException.ThrowIfNull(json);
        _settings.ReplaceAll(json);
    }
}
