using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using DroasBot.GuildConfig.Internal;

namespace DroasBot.GuildConfig.Settings;

/// <summary>A section of settings of one type: reads, writes and validates what a guild has stored.</summary>
[RequiresUnreferencedCode(Untrimmable.Settings)]
[RequiresDynamicCode(Untrimmable.Settings)]
internal sealed class SettingsSection<TSettings> : SettingsSection
    where TSettings : class, new()
{
    private readonly SettingsJson<TSettings> _json;
    private readonly SettingsSchema _schema;
    private readonly Func<TSettings, IEnumerable<string>>? _validate;
    private readonly SettingsSize _size;
    private readonly TSettings? _sharedDefaults;

    public SettingsSection(string name, GuildSettingsOptions<TSettings> options)
        : base(name, typeof(TSettings))
    {
        if (options.SchemaVersion < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.SchemaVersion, $"The {nameof(options.SchemaVersion)} of the settings '{name}' must be at least 1.");
        }

        try
        {
            _json = new SettingsJson<TSettings>(options.JsonTypeInfo, options.Defaults ?? (static () => new TSettings()));
            _schema = new SettingsSchema(options.SchemaVersion, options.Upgrade, _json.Names);
            _validate = options.Validate;
            var graph = new ImmutabilityAnalysis(typeof(TSettings));
            MutableMembers = graph.MutableMembers;
            _size = new SettingsSize(typeof(TSettings), graph, _json.Defaults);
            var defaults = _json.Read(_schema.Empty());
            _sharedDefaults = IsShared ? defaults : null;
        }
        catch (Exception unfit) when (unfit is not OutOfMemoryException)
        {
            throw new ArgumentException($"The type {typeof(TSettings)} does not fit the settings '{name}'. {unfit.Message}", nameof(options), unfit);
        }
    }

    public override IReadOnlyList<string> MutableMembers { get; }

    public override object? SharedDefaults => _sharedDefaults;

    /// <summary>Gets the settings of a guild that has set nothing.</summary>
    public TSettings Defaults => _sharedDefaults ?? _json.Read(_schema.Empty());

    public override SettingsSlot CreateSlot(SettingsRegistry registry, int index) => new SettingsSlot<TSettings>(registry, this, index);

    public override long EstimateBytes(ReadOnlySpan<char> json) => IsShared ? _size.Estimate(json) : 0;

    /// <exception cref="GuildConfigException">The section cannot be read.</exception>
    public TSettings Read(ulong guildId, ReadOnlyMemory<byte> stored)
    {
        try
        {
            return _json.Read(_schema.Open(stored));
        }
        catch (Exception unreadable) when (unreadable is not OutOfMemoryException)
        {
            throw Unreadable(guildId, unreadable);
        }
    }

    public override IReadOnlyList<string> FindViolations(ulong guildId, ReadOnlyMemory<byte> stored)
    {
        try
        {
            if (_schema.IsNewer(stored))
            {
                return [];
            }
        }
        catch (JsonException unreadable)
        {
            throw Unreadable(guildId, unreadable);
        }

        return SettingsViolations.Find(Read(guildId, stored), _validate);
    }

    /// <summary>Puts new settings in the place of what is stored.</summary>
    /// <param name="guildId">The guild, for messages.</param>
    /// <param name="stored">The stored section; <see langword="null"/> if there is none. If it cannot be read, nothing of it remains.</param>
    /// <param name="value">The new settings.</param>
    /// <returns>What is to be stored, <see langword="null"/> if nothing differs from the defaults; and the settings as they will be read from it.</returns>
    /// <exception cref="ArgumentException">The settings are not valid, or do not survive being stored.</exception>
    public (ReadOnlyMemory<byte>? Stored, TSettings Settings) Write(ulong guildId, ReadOnlyMemory<byte>? stored, TSettings value)
    {
        if (value.GetType() != typeof(TSettings))
        {
            throw new ArgumentException($"A {value.GetType()} cannot be stored as the settings '{Name}': what it adds to {typeof(TSettings)} would be lost.", nameof(value));
        }

        var written = Write(stored, value);
        var violations = SettingsViolations.Find(written.Settings, _validate);
        return violations.Count == 0 ? written : throw Invalid(guildId, violations, nameof(value));
    }

    private (ReadOnlyMemory<byte>? Stored, TSettings Settings) Write(ReadOnlyMemory<byte>? stored, TSettings value)
    {
        try
        {
            var after = _json.Write(value);
            var written = Write(stored, after, mergeInside: true);

            // Text that another program wrote may have two spellings of one key, say. Then what the host set must win over what it does not know.
            return JsonElement.DeepEquals(_json.Write(written.Settings), after) ? written : Write(stored, after, mergeInside: false);
        }
        catch (Exception unfit) when (unfit is JsonException or NotSupportedException or InvalidOperationException or ArgumentException)
        {
            throw new ArgumentException($"The settings '{Name}' cannot be stored. {unfit.Message}", nameof(value), unfit);
        }
    }

    private (ReadOnlyMemory<byte>? Stored, TSettings Settings) Write(ReadOnlyMemory<byte>? stored, JsonElement after, bool mergeInside)
    {
        var (opened, current) = OpenOrReplace(stored);
        var text = opened ?? _schema.Empty();
        var edited = Edit(text, _json.Write(current), after, mergeInside);
        if (ReferenceEquals(edited, text))
        {
            // Also keeps the older version that a section was read from: reading is not changing.
            return (opened is null ? null : stored, current);
        }

        if (SettingsSchema.IsEmpty(edited))
        {
            return (null, Defaults);
        }

        edited = _schema.Stamp(edited);
        return (edited.Utf8, _json.Read(edited));
    }

    private (RawJsonObject? Opened, TSettings Current) OpenOrReplace(ReadOnlyMemory<byte>? stored)
    {
        if (stored is not { } text)
        {
            return (null, Defaults);
        }

        try
        {
            var opened = _schema.Open(text);
            return (opened, _json.Read(opened));
        }
        catch (Exception unreadable) when (unreadable is not OutOfMemoryException)
        {
            // The host has set this very section, which is the one way in which what cannot be read is given up.
            return (null, Defaults);
        }
    }

    private RawJsonObject Edit(RawJsonObject text, JsonElement before, JsonElement after, bool mergeInside)
    {
        foreach (var member in before.EnumerateObject())
        {
            text = after.TryGetProperty(member.Name, out _) ? text : text.Without(member.Name);
        }

        foreach (var member in after.EnumerateObject())
        {
            var hasOld = before.TryGetProperty(member.Name, out var old);
            if (!_json.Stores(member.Name) || (hasOld && JsonElement.DeepEquals(old, member.Value)))
            {
                continue;
            }

            text = _json.Defaults.TryGetProperty(member.Name, out var standard) && JsonElement.DeepEquals(standard, member.Value)
                ? text.Without(member.Name)
                : text.With(
                    member.Name,
                    (mergeInside && hasOld && text.TryGet(member.Name, out var inside) ? JsonMerge.Apply(inside, old, member.Value) : JsonMerge.Text(member.Value)).Span);
        }

        return text;
    }
}
