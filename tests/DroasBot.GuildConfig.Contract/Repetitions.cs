using System.Globalization;

namespace DroasBot.GuildConfig.Contract;

/// <summary>How often a test does what it does: less often than it should by itself, and as often as an environment variable says.</summary>
public static class Repetitions
{
    public static int Of(string variable, int otherwise)
        => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
