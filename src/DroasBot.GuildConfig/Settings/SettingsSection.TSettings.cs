using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using DroasBot.GuildConfig.Internal;

namespace DroasBot.GuildConfig.Settings;

/// <summary>A section of settings of one type: reads, writes and validates a guild's stored settings.</summary>
[RequiresUnreferencedCode(Untrimmable.Settings)]
[RequiresDynamicCode(Untrimmable.Settings)]
internal sealed partial class SettingsSection<TSettings> : SettingsSection
    where TSettings : class, new()
{
    private readonly SettingsJson<TSettings> _json;
    private readonly SectionVersion _version;
    private readonly SettingsRules<TSettings> _rules;
    private readonly SectionSize _size;
    private readonly TSettings? _sharedDefaults;

    public SettingsSection(string name, GuildSettingsOptions<TSettings> options)
        : base(name, typeof(TSettings), options.MaxBytes)
    {
        ThrowIfOutOfRange(options.SchemaVersion, 1, int.MaxValue, nameof(options.SchemaVersion), nameof(options));
        ThrowIfOutOfRange(options.MaxBytes, 2, GuildSettingsDraft.MaxJsonBytes, nameof(options.MaxBytes), nameof(options));
        try
        {
            _json = new SettingsJson<TSettings>(options.JsonTypeInfo, options.Defaults ?? (static () => new TSettings()));
            _version = new SectionVersion(options.SchemaVersion, options.Upgrade, _json.Contracts.Names);
            _rules = new SettingsRules<TSettings>(name, _json.Root, options.Validate);
            MutableMembers = new ImmutabilityAnalysis(_json.Root, _json.Contracts).MutableMembers;
            _size = new SectionSize(_json.Root, _json.Defaults);
            var defaults = Parse(_version.Empty());
            _sharedDefaults = IsShared ? defaults : null;
        }
        catch (Exception unfit) when (unfit is not OutOfMemoryException)
        {
            throw new ArgumentException($"The type {typeof(TSettings)} does not fit the settings '{name}'. {unfit.Message}", nameof(options), unfit);
        }
    }

    public override IReadOnlyList<string> MutableMembers { get; }

    public override GuildSettingsSection Description => field ??= SectionDescription.Of(Name, _json.Root, _version.Newest, DefaultsNode());

    public override object? SharedDefaults => _sharedDefaults;

    public override ReadOnlyMemory<byte> DefaultsText => _version.Stamp(RawJsonObject.Parse(JsonMerge.Text(_json.Defaults), _json.Contracts.Names)).Utf8;

    /// <summary>Gets the settings of a guild that has set nothing.</summary>
    public TSettings Defaults => _sharedDefaults ?? Parse(_version.Empty());

    public override SettingsSlot CreateSlot(SettingsRegistry registry, int index) => new SettingsSlot<TSettings>(registry, this, index);

    public override long EstimateBytes(ref Utf8JsonReader reader)
    {
        var bytes = _size.Measure(ref reader);
        return IsShared ? bytes : 0;
    }

    public JsonElement ToJson(TSettings settings) => _json.Write(settings);

    /// <summary>Gets the settings from a stored section.</summary>
    /// <param name="guildId">The guild, for messages.</param>
    /// <param name="stored">The stored section; <see langword="null"/> if there is none.</param>
    /// <param name="held">The defaults of that time; <see langword="null"/> for the current ones.</param>
    /// <exception cref="GuildConfigException">The section cannot be read.</exception>
    public TSettings Read(ulong guildId, ReadOnlyMemory<byte>? stored, ReadOnlyMemory<byte>? held)
    {
        try
        {
            return Parse(stored is { } text ? _version.Open(text) : _version.Empty(), held is { } defaults ? _version.Open(defaults) : null);
        }
        catch (Exception unreadable) when (unreadable is not OutOfMemoryException)
        {
            throw Unreadable(guildId, unreadable);
        }
    }

    public override SectionFaults FindFaults(ulong guildId, ReadOnlyMemory<byte> stored)
    {
        try
        {
            if (_version.TryOpen(stored) is not { } opened)
            {
                return SectionFaults.None;
            }

            var setAside = _json.FindSetAside(opened);
            var settings = _json.Read(opened, setAside);
            return new SectionFaults(_rules.Find(settings), setAside, Unreadable: null);
        }
        catch (Exception unreadable) when (unreadable is not OutOfMemoryException)
        {
            return new SectionFaults(new Violations(), [], Unreadable(guildId, unreadable));
        }
    }

    public override SectionFaults Judge(ulong guildId, ReadOnlyMemory<byte>? before, ReadOnlyMemory<byte> after)
    {
        var faults = FindFaults(guildId, after);
        if (faults.Violations.Found.Count == 0 && faults.SetAside.Count == 0)
        {
            return faults;
        }

        var (setAside, current) = CurrentOf(guildId, before);
        return faults with
        {
            Violations = Judge(current, _json.Write(Read(guildId, after, held: null)), faults.Violations),
            SetAside = [.. faults.SetAside.Where(member => !setAside.Any(old => old.Path == member.Path && old.Reason == member.Reason))],
        };
    }

    /// <summary>Replaces the stored settings.</summary>
    /// <param name="guildId">The guild, for messages.</param>
    /// <param name="stored">The stored section. If it is damaged, nothing of it remains.</param>
    /// <param name="value">The new settings.</param>
    /// <param name="replaced">The members to replace as a whole, whatever is stored for them.</param>
    /// <param name="isJudged">Whether to apply the section's rules.</param>
    /// <returns>The text to store, <see langword="null"/> if nothing differs from the defaults; and the settings that will be read from it.</returns>
    /// <exception cref="ArgumentException">The settings do not survive serialization.</exception>
    /// <exception cref="GuildSettingsValidationException">A changed member is not valid.</exception>
    /// <exception cref="GuildConfigException">The stored section has a newer schema version.</exception>
    public (ReadOnlyMemory<byte>? Stored, TSettings Settings) Write(ulong guildId, StoredSection<TSettings> stored, TSettings value, IReadOnlyCollection<string> replaced, bool isJudged = true)
    {
        if (value.GetType() != typeof(TSettings))
        {
            throw new ArgumentException($"A {value.GetType()} cannot be stored as the settings '{Name}': what it adds to {typeof(TSettings)} would be lost.", nameof(value));
        }

        var (opened, setAside, current) = OpenOrReplace(guildId, stored);
        try
        {
            var after = _json.Write(value);
            if (isJudged)
            {
                ThrowIfInvalid(current, value, after);
            }

            return Write(new SectionEdit<TSettings>(_json, _version, stored.Text, opened, setAside, current), value, after, replaced);
        }
        catch (Exception unfit) when (unfit is not (OutOfMemoryException or GuildSettingsValidationException))
        {
            throw new ArgumentException($"The settings '{Name}' cannot be stored. {unfit.Message}", nameof(value), unfit);
        }
    }

    private TSettings Parse(RawJsonObject stored, RawJsonObject? held = null) => _json.Read(stored, _json.FindSetAside(stored), held);

    private void ThrowIfInvalid(TSettings current, TSettings value, JsonElement after)
    {
        var violations = _rules.Find(value);
        var judged = violations.Found.Count == 0 ? violations : Judge(current, after, violations);
        if (judged.Found.Count > 0)
        {
            throw new GuildSettingsValidationException(Name, judged.Found, judged.Failure);
        }
    }

    private (ReadOnlyMemory<byte>? Stored, TSettings Settings) Write(SectionEdit<TSettings> edit, TSettings value, JsonElement after, IReadOnlyCollection<string> replaced)
    {
        var written = edit.Apply(after, replaced);

        if (_json.FindLoss(value, written.Settings) is not { } first)
        {
            return written;
        }

        // Text from another program may have two spellings of one key, for example. Then the host's value must win over the unknown one.
        written = edit.Apply(after, replaced: first.Length == 0 ? [] : [SettingsPath.Split(first)[0]]);
        return _json.FindLoss(value, written.Settings) is { } lost
            ? throw new ArgumentException($"Its member '{lost}' does not survive being written as JSON and read again. Give it a type that does, a converter, or [JsonIgnore].")
            : written;
    }

    /// <summary>Omits existing violations in unchanged members: a change of one member should not require fixing another.</summary>
    private Violations Judge(TSettings before, JsonElement after, Violations violations)
    {
        var old = _rules.Find(before).Found;
        var was = _json.Write(before);
        var judged = new Violations { Failure = violations.Failure };
        foreach (var violation in violations.Found)
        {
            if (violations.IsFailure(violation) || !old.Contains(violation) || (violation.Path != Name && !HasSameValue(violation.Path, was, after)))
            {
                judged.Add(violation.Path, violation.Message);
            }
        }

        return judged;
    }

    private static bool HasSameValue(string path, JsonElement before, JsonElement after)
        => JsonAt.Find(before, path) is { } old && JsonAt.Find(after, path) is { } @new && JsonElement.DeepEquals(old, @new);

    /// <summary>A stored section of a newer version has no influence on its replacement.</summary>
    private (IReadOnlyList<SetAsideMember> SetAside, TSettings Current) CurrentOf(ulong guildId, ReadOnlyMemory<byte>? stored)
    {
        try
        {
            var (_, setAside, current) = OpenOrReplace(guildId, new StoredSection<TSettings>(stored, Parsed: null));
            return (setAside, current);
        }
        catch (GuildConfigException)
        {
            return ([], Defaults);
        }
    }

    /// <exception cref="GuildConfigException">The stored section has a newer schema version, which this host must not replace unless it is reset first.</exception>
    private (RawJsonObject? Opened, IReadOnlyList<SetAsideMember> SetAside, TSettings Current) OpenOrReplace(ulong guildId, StoredSection<TSettings> stored)
    {
        if (stored.Text is not { } text)
        {
            return (null, [], Defaults);
        }

        try
        {
            if (_version.TryOpen(text) is { } opened)
            {
                var setAside = _json.FindSetAside(opened);
                return (opened, setAside, stored.Parsed ?? _json.Read(opened, setAside));
            }
        }
        catch (Exception damaged) when (damaged is not OutOfMemoryException)
        {
            // The host has set this section, which is the only way to discard an unreadable one.
            return (null, [], Defaults);
        }

        throw new GuildConfigException(
            $"The settings '{Name}' of guild {guildId} have a newer schema version than {_version.Newest}, the newest that this host knows, so they are not replaced. Update this host, or reset the section first, which discards them.");
    }

    private void ThrowIfOutOfRange(int value, int least, int most, string option, string parameterName)
    {
        if (value < least || value > most)
        {
            throw new ArgumentOutOfRangeException(parameterName, value, $"The {option} of the settings '{Name}' must be from {least} to {most}.");
        }
    }
}
