using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace DroasBot.GuildConfig;

/// <summary>The options of one settings section. Read once, by <c>AddSettings</c>.</summary>
/// <typeparam name="TSettings">The type of the settings.</typeparam>
public sealed class GuildSettingsOptions<TSettings>
    where TSettings : class, new()
{
    /// <summary>Gets or sets the factory of the defaults; called twice, at registration. Default: <see langword="null"/>, <c>new TSettings()</c>.</summary>
    /// <remarks>
    /// Only what differs from the defaults is stored, so a new default reaches every guild that has not set that member. Defaults are not validated, but must be the
    /// same each time, and survive a JSON round trip.
    /// </remarks>
    public Func<TSettings>? Defaults { get; set; }

    /// <summary>Gets or sets a delegate that returns violations beyond the data annotations of <typeparamref name="TSettings"/>: one message for each, none if valid. Default: <see langword="null"/>.</summary>
    /// <remarks>
    /// Runs on every <c>Set</c>, inside the write transaction, even if data annotations are violated: keep it short, and free of side effects. If it throws, the settings
    /// are not valid. A message may begin with the members it concerns: <c>WarnLimit, Action: do not fit together.</c> Violations from before an edit,
    /// in members that the edit does not change, are ignored.
    /// </remarks>
    /// <example>
    /// <code>
    /// services.AddGuildConfig().AddSettings&lt;ModerationSettings&gt;("moderation", options =&gt; options.Validate = settings =&gt;
    ///     settings.WarnLimit &gt; 10 &amp;&amp; settings.LogChannelId is null ? ["LogChannelId: many warnings need a channel in which they are logged."] : []);
    /// </code>
    /// </example>
    public Func<TSettings, IEnumerable<string>>? Validate { get; set; }

    /// <summary>Gets or sets the source-generated contract of <typeparamref name="TSettings"/>, for hosts that trim. Default: <see langword="null"/>, reflection.</summary>
    /// <remarks>
    /// Its options then decide on names, enums and converters. Without it, names are in camel case, enums are written by name,
    /// and frozen collections are supported. Integers of 64 bits are strings either way, unless the context has its own converter for them. Its context must generate metadata, not only serialization.
    /// </remarks>
    public JsonTypeInfo<TSettings>? JsonTypeInfo { get; set; }

    /// <summary>Gets or sets how many bytes of UTF-8 the section may take as JSON, from 2 to 65,536. Default: 32,768, half of the limit for all sections of a guild.</summary>
    /// <remarks>A larger edit throws <see cref="ArgumentException"/>, unless it shrinks a section that is already too large.</remarks>
    public int MaxBytes { get; set; } = 32 * 1024;

    /// <summary>Gets or sets the version of the stored shape, from 1. Default: 1. Raise it when older stored values must be upgraded.</summary>
    /// <remarks>
    /// A host that knows only lower versions cannot read a section of this one: its <c>Get</c> throws, and the section stays as it is. Adding a member
    /// needs no new version. The version is stored as the member <c>$v</c> of the section when it is above 1.
    /// </remarks>
    public int SchemaVersion { get; set; } = 1;

    /// <summary>Gets or sets a delegate that converts stored members of an older version to the current shape. Default: <see langword="null"/>, older members are read as they are.</summary>
    /// <remarks>
    /// It receives the stored members, to be edited in place, and their version, from 1 to <see cref="SchemaVersion"/> - 1. Members that the guild has not
    /// set are absent. It runs whenever an older section is read, on any thread; its result is stored when the section is next changed.
    /// </remarks>
    /// <example>
    /// <code>
    /// services.AddGuildConfig().AddSettings&lt;ModerationSettings&gt;("moderation", options =&gt;
    /// {
    ///     options.SchemaVersion = 2;
    ///     options.Upgrade = (members, version) =&gt;
    ///     {
    ///         if (version &lt; 2 &amp;&amp; members.Remove("maxWarnings", out var limit))
    ///         {
    ///             members["warnLimit"] = limit;
    ///         }
    ///     };
    /// });
    /// </code>
    /// </example>
    public Action<JsonObject, int>? Upgrade { get; set; }
}
