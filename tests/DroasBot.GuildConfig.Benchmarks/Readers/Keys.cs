using System.Globalization;

namespace DroasBot.GuildConfig.Benchmarks.Readers;

/// <summary>The keys of caches that want strings.</summary>
internal static class Keys
{
    public static string Of(ulong id) => id.ToString(CultureInfo.InvariantCulture);
}
