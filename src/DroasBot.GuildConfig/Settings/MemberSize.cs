using System.Diagnostics.CodeAnalysis;
using DroasBot.GuildConfig.Internal;

namespace DroasBot.GuildConfig.Settings;

/// <summary>What the values of a member take.</summary>
[RequiresUnreferencedCode(Untrimmable.Settings)]
[RequiresDynamicCode(Untrimmable.Settings)]
internal sealed class MemberSize(byte[] name, ValueSize value)
{
    public byte[] Name { get; } = name;

    public ValueSize Value { get; } = value;

    /// <summary>Gets or sets what a value takes that is there although none is stored.</summary>
    public long DefaultBytes { get; set; }
}
