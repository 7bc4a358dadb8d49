using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization.Metadata;
using DroasBot.GuildConfig.Internal;

namespace DroasBot.GuildConfig.Settings;

/// <summary>Determines the kinds of values, for building forms.</summary>
[RequiresUnreferencedCode(Untrimmable.Settings)]
[RequiresDynamicCode(Untrimmable.Settings)]
internal static class ValueKind
{
    private static readonly FrozenDictionary<Type, GuildSettingsMemberKind> _kinds = new Dictionary<Type, GuildSettingsMemberKind>
    {
        [typeof(bool)] = GuildSettingsMemberKind.Boolean,
        [typeof(sbyte)] = GuildSettingsMemberKind.Integer,
        [typeof(byte)] = GuildSettingsMemberKind.Integer,
        [typeof(short)] = GuildSettingsMemberKind.Integer,
        [typeof(ushort)] = GuildSettingsMemberKind.Integer,
        [typeof(int)] = GuildSettingsMemberKind.Integer,
        [typeof(uint)] = GuildSettingsMemberKind.Integer,
        [typeof(long)] = GuildSettingsMemberKind.Integer,
        [typeof(Int128)] = GuildSettingsMemberKind.Integer,
        [typeof(UInt128)] = GuildSettingsMemberKind.Integer,
        [typeof(ulong)] = GuildSettingsMemberKind.Id,
        [typeof(Half)] = GuildSettingsMemberKind.Number,
        [typeof(float)] = GuildSettingsMemberKind.Number,
        [typeof(double)] = GuildSettingsMemberKind.Number,
        [typeof(decimal)] = GuildSettingsMemberKind.Number,
        [typeof(TimeSpan)] = GuildSettingsMemberKind.Duration,
        [typeof(DateTime)] = GuildSettingsMemberKind.Instant,
        [typeof(DateTimeOffset)] = GuildSettingsMemberKind.Instant,
    }.ToFrozenDictionary();

    public static GuildSettingsMemberKind Of(TypeContract contract)
        => contract.HasOwnConverter && !contract.Type.IsEnum ? GuildSettingsMemberKind.Text
            : contract.Type.IsEnum ? GuildSettingsMemberKind.Choice
            : _kinds.TryGetValue(contract.Type, out var kind) ? kind
            : contract.Kind == JsonTypeInfoKind.None && !contract.IsPolymorphic ? GuildSettingsMemberKind.Text
            : GuildSettingsMemberKind.Object;

    /// <summary>For a list, the kind of its items; for a reference, the kind of its target.</summary>
    public static GuildSettingsMemberKind Of(MemberContract member)
    {
        var value = member.Value;
        var contract = value.Kind == JsonTypeInfoKind.Enumerable ? value.Item! : value;
        return contract.Type == typeof(ulong) && References.KindOf(member) is { } reference
            ? reference switch
            {
                GuildReferenceKind.Channel => GuildSettingsMemberKind.Channel,
                GuildReferenceKind.Role => GuildSettingsMemberKind.Role,
                _ => GuildSettingsMemberKind.User,
            }
            : member.HasOwnConverter ? GuildSettingsMemberKind.Text
            : Of(contract);
    }

    /// <summary>Whether a number of a type is written as a string.</summary>
    public static bool IsWide(Type type) => type == typeof(long) || type == typeof(ulong) || type == typeof(Int128) || type == typeof(UInt128);
}
