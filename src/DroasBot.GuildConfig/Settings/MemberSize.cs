using System.Diagnostics.CodeAnalysis;
using DroasBot.GuildConfig.Internal;

namespace DroasBot.GuildConfig.Settings;

/// <summary>The size of the values of a member.</summary>
[RequiresUnreferencedCode(Untrimmable.Settings)]
[RequiresDynamicCode(Untrimmable.Settings)]
internal sealed class MemberSize(byte[] name, ValueSize value)
{
    public byte[] Name { get; } = name;

    public ValueSize Value { get; } = value;

    /// <summary>Gets or sets the size of the default, which is present if no value is stored.</summary>
    public long DefaultBytes { get; set; }
}
