using System.Globalization;
using System.Text.Json.Nodes;
using DroasBot.GuildConfig.Settings;

namespace DroasBot.GuildConfig;

/// <summary>The configuration of one guild at one revision. Immutable, so it may be kept and shared; it does not follow later changes.</summary>
public sealed class GuildConfigSnapshot
{
    // The path of the welcome channel, which is in no section.
    internal const string WelcomeChannelPath = "welcomeChannelId";

    // The path of the background image, which is in no section.
    internal const string BackgroundPath = "background";

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

    /// <summary>Gets the revision of the change that created this version; 0 if the guild has no row.</summary>
    public long Revision { get; }

    /// <summary>Gets whether the guild has a stored configuration. If not, this snapshot holds the defaults.</summary>
    public bool Exists => Revision != NoRow;

    /// <summary>
    /// Gets the stored settings sections as the text of one JSON object, byte for byte, including those that this host has not registered; <c>{}</c> if none
    /// is stored. A damaged text is returned as it is. Each call creates a new string.
    /// </summary>
    public string SettingsJson => Settings.Json;

    internal GuildSettings Settings { get; }

    internal long CreatedAtMilliseconds => _createdAt;

    internal long UpdatedAtMilliseconds => _updatedAt;

    /// <summary>Gets a registered settings section; its defaults if the guild has not set it.</summary>
    /// <typeparam name="TSettings">The type under which the section is registered.</typeparam>
    /// <returns>The settings. Changing the returned object never affects other callers.</returns>
    /// <exception cref="ArgumentException"><typeparamref name="TSettings"/> is not registered with <c>AddSettings</c>.</exception>
    /// <exception cref="GuildConfigException">The stored section cannot be read by this version of the host.</exception>
    /// <example>
    /// <code>
    /// var guild = await configs.GetAsync(guildId);
    /// var limit = guild.Get&lt;ModerationSettings&gt;().WarnLimit;
    /// </code>
    /// </example>
    public TSettings Get<TSettings>()
        where TSettings : class, new()
        => Settings.Get<TSettings>(GuildId);

    /// <summary>Gets the effective value of a section or a member of one, as JSON: the default where the guild has set nothing.</summary>
    /// <param name="path">A section and what is in it, as in <c>moderation.warnLimit</c>: member names, dictionary keys, list indices. A dot or a backslash within a key is escaped with a backslash.</param>
    /// <returns>A copy, which the caller may change; <see langword="null"/> for JSON's null. Integers of 64 bits are strings.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="path"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException">There is no such section or member, or the guild has no such key or index.</exception>
    /// <exception cref="GuildConfigException">The stored section cannot be read by this version of the host.</exception>
    /// <example>
    /// <code>
    /// var guild = await configs.GetAsync(guildId);
    /// Console.WriteLine(guild.Read("moderation.warnLimit"));
    /// </code>
    /// </example>
    public JsonNode? Read(string path) => Settings.Registry.FindSection(path).Read(GuildId, Settings, path);

    /// <summary>Finds all references to channels, roles and users: the welcome channel, and members marked with <see cref="ChannelIdAttribute"/>, <see cref="RoleIdAttribute"/> or <see cref="UserIdAttribute"/>.</summary>
    /// <returns>The references in the order of the sections and their members. Those of a section that cannot be read are omitted.</returns>
    /// <example>
    /// <code>
    /// var guild = await configs.GetAsync(guildId);
    /// foreach (var (path, kind, id) in guild.FindReferences())
    /// {
    ///     Console.WriteLine($"{path} is the {kind} {id}");
    /// }
    /// </code>
    /// </example>
    public IReadOnlyList<GuildReference> FindReferences()
    {
        var found = new List<GuildReference>();
        if (WelcomeChannelId is { } channel)
        {
            found.Add(new GuildReference(WelcomeChannelPath, GuildReferenceKind.Channel, channel));
        }

        foreach (var section in Settings.Registry.Sections)
        {
            try
            {
                found.AddRange(section.FindReferences(GuildId, Settings));
            }
            catch (GuildConfigException)
            {
                // Reading the section reports why.
            }
        }

        return found;
    }

    /// <summary>Finds the references to one channel, role or user.</summary>
    /// <param name="id">Its id.</param>
    /// <returns>The references; see <see cref="FindReferences()"/>.</returns>
    public IReadOnlyList<GuildReference> FindReferences(ulong id) => [.. FindReferences().Where(reference => reference.Id == id)];

    /// <summary>Describes the snapshot in one line, with the names of the sections that are set, but no values.</summary>
    /// <returns>The line.</returns>
    public override string ToString()
        => string.Create(
            CultureInfo.InvariantCulture,
            $"guild {GuildId}, {(Exists ? $"revision {Revision}" : "no row")}, welcome channel {(WelcomeChannelId is { } channel ? channel : "none")}, background {(Background is null ? "none" : Background.FilePath ?? Background.ContentHash)}, settings {Settings}");

    // Whether two versions of a guild differ only in their revision and times.
    internal bool HasSameValues(GuildConfigSnapshot other)
        => Exists == other.Exists && WelcomeChannelId == other.WelcomeChannelId && Background == other.Background && Settings.HasSameText(other.Settings);

    internal static GuildConfigSnapshot Absent(ulong guildId, GuildSettings defaults)
        => new(guildId, welcomeChannelId: null, background: null, defaults, createdAt: 0, updatedAt: 0, NoRow);
}
