namespace DroasBot.GuildConfig;

/// <summary>Marks a settings member that refers to a channel: a <see langword="ulong"/>, nullable or not, a collection of them, or a dictionary that has them as keys or, if its keys are not ids, as values.</summary>
/// <remarks>Marked members are found by <see cref="GuildConfigSnapshot.FindReferences()"/>, cleared by <see cref="GuildConfigEditor.Forget"/> and mapped by <see cref="GuildConfigEditor.CopyFrom"/>.</remarks>
/// <example>
/// <code>
/// public sealed record LogSettings
/// {
///     [ChannelId]
///     public ulong? ChannelId { get; init; }
/// }
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ChannelIdAttribute : Attribute;
