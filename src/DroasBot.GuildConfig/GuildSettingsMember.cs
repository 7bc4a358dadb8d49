using System.Text.Json.Nodes;

namespace DroasBot.GuildConfig;

/// <summary>One member of a settings section, described for forms and slash commands. Immutable; labels are in the language of <see cref="System.Globalization.CultureInfo.CurrentUICulture"/>.</summary>
public sealed class GuildSettingsMember
{
    private readonly Func<string> _label;
    private readonly Func<string?> _description;
    private readonly JsonNode? _default;
    private readonly JsonNode? _minimum;
    private readonly JsonNode? _maximum;

    internal GuildSettingsMember(string path, Func<string> label, Func<string?> description, JsonNode? standard, JsonNode? minimum, JsonNode? maximum)
    {
        Path = path;
        _label = label;
        _description = description;
        _default = standard;
        _minimum = minimum;
        _maximum = maximum;
    }

    /// <summary>Gets the path for <see cref="GuildConfigSnapshot.Read"/> and <see cref="GuildConfigEditor.Write"/>, as in <c>moderation.warnLimit</c>.</summary>
    public string Path { get; }

    /// <summary>Gets the display name: that of <c>[Display]</c> or <c>[DisplayName]</c>, otherwise the member's name in words.</summary>
    public string Label => _label();

    /// <summary>Gets the description of <c>[Display]</c> or <c>[Description]</c>; <see langword="null"/> for none.</summary>
    public string? Description => _description();

    /// <summary>Gets the kind of value; for a list, the kind of its items.</summary>
    public GuildSettingsMemberKind Kind { get; internal init; }

    /// <summary>Gets whether the member may be null, which means that no value is chosen.</summary>
    public bool IsNullable { get; internal init; }

    /// <summary>Gets whether the member is a list or a set of values.</summary>
    public bool IsList { get; internal init; }

    /// <summary>Gets the default as JSON: a copy, which the caller may change.</summary>
    public JsonNode? Default => _default?.DeepClone();

    /// <summary>Gets the values of a <see cref="GuildSettingsMemberKind.Choice"/>, as they are written; <see langword="null"/> for every other kind.</summary>
    public IReadOnlyList<string>? Choices { get; internal init; }

    /// <summary>Gets the smallest value that <c>[Range]</c> allows; <see langword="null"/> for none.</summary>
    public JsonNode? Minimum => _minimum?.DeepClone();

    /// <summary>Gets the largest value that <c>[Range]</c> allows; <see langword="null"/> for none.</summary>
    public JsonNode? Maximum => _maximum?.DeepClone();

    /// <summary>Gets the maximum length of a text, or the maximum number of items of a list; <see langword="null"/> for no limit.</summary>
    public int? MaxLength { get; internal init; }

    /// <inheritdoc/>
    public override string ToString() => Path;
}
