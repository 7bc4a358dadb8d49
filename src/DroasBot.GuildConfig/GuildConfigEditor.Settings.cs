namespace DroasBot.GuildConfig;

/// <content>Sections of settings by their types.</content>
public sealed partial class GuildConfigEditor
{
    /// <summary>Gets a section of settings as edited so far.</summary>
    /// <typeparam name="TSettings">The type under which the section is registered.</typeparam>
    /// <returns>
    /// The settings. Changing the returned object stores nothing until it is given to <see cref="Set{TSettings}"/>; if that is forgotten, the update fails with an
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

    /// <summary>Sets a section of settings.</summary>
    /// <typeparam name="TSettings">The type under which the section is registered.</typeparam>
    /// <param name="value">The new settings; copied, so changing the object later changes nothing.</param>
    /// <exception cref="ArgumentNullException"><paramref name="value"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException"><typeparamref name="TSettings"/> is not registered, or a member of the value, which is named, does not survive being stored, or the section would be too large.</exception>
    /// <exception cref="GuildSettingsValidationException">What differs from what was there is not valid; every violation is named.</exception>
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

    /// <summary>Changes a section of settings of a mutable type: gets it, lets <paramref name="change"/> change it, and sets it.</summary>
    /// <typeparam name="TSettings">The type under which the section is registered.</typeparam>
    /// <param name="change">Changes the object that it is given.</param>
    /// <exception cref="ArgumentNullException"><paramref name="change"/> is <see langword="null"/>.</exception>
    /// <exception cref="InvalidOperationException"><typeparamref name="TSettings"/> is immutable: use the overload that returns the changed settings.</exception>
    /// <exception cref="ArgumentException">As <see cref="Set{TSettings}"/>.</exception>
    /// <exception cref="GuildSettingsValidationException">As <see cref="Set{TSettings}"/>.</exception>
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

    /// <summary>Changes a section of settings of an immutable type, such as a record: gets it, and sets what <paramref name="change"/> makes of it.</summary>
    /// <typeparam name="TSettings">The type under which the section is registered.</typeparam>
    /// <param name="change">Gives the changed settings, as in <c>settings => settings with { WarnLimit = 5 }</c>.</param>
    /// <exception cref="ArgumentNullException"><paramref name="change"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException">As <see cref="Set{TSettings}"/>; or <paramref name="change"/> gave <see langword="null"/>.</exception>
    /// <exception cref="GuildSettingsValidationException">As <see cref="Set{TSettings}"/>.</exception>
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
        Set(change(_settings.Get<TSettings>()) ?? throw new ArgumentException($"It gave null, where {typeof(TSettings)} was expected.", nameof(change)));
    }

    /// <summary>Removes a section of settings, so that the guild has its defaults.</summary>
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

    /// <summary>Replaces all sections of settings, edits made before included, by those of a text such as <see cref="GuildConfigSnapshot.SettingsJson"/> gives.</summary>
    /// <remarks>
    /// The text is stored byte for byte, sections that this host has not registered included. Registered ones are checked as by <see cref="Set{TSettings}"/>,
    /// but for sections of a newer schema version, which are for the hosts that know it. <see cref="Get{TSettings}"/>, <see cref="Set{TSettings}"/> and
    /// <see cref="Reset{TSettings}"/> go on from it.
    /// </remarks>
    /// <param name="json">One JSON object with a member for each section, at most 65,536 bytes of UTF-8; <c>{}</c> for none.</param>
    /// <exception cref="ArgumentNullException"><paramref name="json"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException">
    /// The text is not one JSON object, has a section twice, is too large (and not merely what is stored already), or a registered section in it cannot be
    /// read; all that is wrong is named. Nothing is replaced then.
    /// </exception>
    /// <exception cref="GuildSettingsValidationException">A registered section is not valid; every violation in every section is named. Nothing is replaced then.</exception>
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
