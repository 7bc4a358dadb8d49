using System.Runtime.CompilerServices;

namespace DroasBot.GuildConfig.Internal;

/// <summary>The rule for Discord ids: any 64-bit number except 0. Source: https://discord.com/developers/docs/reference#snowflakes.</summary>
internal static class Snowflake
{
    /// <summary>Converts an id to its stored form: the same 64 bits as a signed number.</summary>
    public static long ToStored(ulong id) => unchecked((long)id);

    public static ulong FromStored(long stored) => unchecked((ulong)stored);

    public static void ThrowIfInvalid(ulong? id, [CallerArgumentExpression(nameof(id))] string? parameterName = null)
    {
        if (id == 0)
        {
            throw new ArgumentOutOfRangeException(parameterName, id, "0 is not a snowflake.");
        }
    }
}
