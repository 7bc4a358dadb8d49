using DroasBot.GuildConfig.Settings;

namespace DroasBot.GuildConfig;

/// <summary>The configuration of one guild at one revision. Immutable, so it may be kept and shared; it does not follow later changes.</summary>
public sealed class GuildConfigSnapshot
{
    private const ulong NoChannel = 0;
    private const long NoRow = 0;

    private readonly ulong _welcomeChannelId;
    private readonly long _createdAt;
    private readonly long _updatedAt;

    internal GuildConfigSnapshot(
        ulong guildId,
        ulong? welcomeChannelId,
        BackgroundAsset? background,
        GuildSettings settings,
        long createdAt,
        long updatedAt,
        long revision)
    {
        GuildId = guildId;
        _welcomeChannelId = welcomeChannelId ?? NoChannel;
        Background = background;
        Settings = settings;
        _createdAt = createdAt;
        _updatedAt = updatedAt;
        Revision = revision;
    }

    /// <summary>Gets the guild's snowflake.</summary>
    public ulong GuildId { get; }

    /// <summary>Gets the channel in which the bot welcomes new members; <see langword="null"/> if none is set.</summary>
    public ulong? WelcomeChannelId => _welcomeChannelId == NoChannel ? null : _welcomeChannelId;

    /// <summary>Gets the background image; <see langword="null"/> if none is set.</summary>
    public BackgroundAsset? Background { get; }

    /// <summary>Gets when the guild got its configuration, in UTC, to the millisecond; <see langword="null"/> if it has none.</summary>
    public DateTimeOffset? CreatedAt => Exists ? DateTimeOffset.FromUnixTimeMilliseconds(_createdAt) : null;

    /// <summary>Gets when the configuration last changed, in UTC, to the millisecond; <see langword="null"/> if there is none.</summary>
    public DateTimeOffset? UpdatedAt => Exists ? DateTimeOffset.FromUnixTimeMilliseconds(_updatedAt) : null;

    /// <summary>Gets the number of the change that made this version; 0 if the guild has no row.</summary>
    public long Revision { get; }

    /// <summary>Gets whether the guild has a stored configuration. If not, this snapshot holds the defaults.</summary>
    public bool Exists => Revision != NoRow;

    /// <summary>
    /// Gets the stored sections of settings as the text of one JSON object, to the byte, those that this host has not registered included; <c>{}</c> if none
    /// is stored. If the stored text is damaged, it is given as it is.
    /// </summary>
    public string SettingsJson => Settings.Json;

    internal GuildSettings Settings { get; }

    internal long CreatedAtMilliseconds => _createdAt;

    internal long UpdatedAtMilliseconds => _updatedAt;

    /// <summary>Gets a section of settings that the host has registered; its defaults if the guild has not set it.</summary>
    /// <typeparam name="TSettings">The type under which the section is registered.</typeparam>
    /// <returns>The settings. Changing what is returned never changes what others get.</returns>
    /// <exception cref="ArgumentException"><typeparamref name="TSettings"/> is not registered with <c>AddSettings</c>.</exception>
    /// <exception cref="GuildConfigException">The stored section cannot be read by this version of the host.</exception>
    public TSettings Get<TSettings>()
        where TSettings : class, new()
        => Settings.Get<TSettings>(GuildId);

    /// <summary>Whether two versions of a guild differ in nothing but their revision and times.</summary>
    internal bool HasSameValues(GuildConfigSnapshot other)
        => Exists == other.Exists && WelcomeChannelId == other.WelcomeChannelId && Background == other.Background && Settings.Json == other.Settings.Json;

    internal static GuildConfigSnapshot Absent(ulong guildId, GuildSettings defaults)
        => new(guildId, welcomeChannelId: null, background: null, defaults, createdAt: 0, updatedAt: 0, NoRow);
}
