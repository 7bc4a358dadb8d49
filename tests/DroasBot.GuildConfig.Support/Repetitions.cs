using System.Globalization;

namespace DroasBot.GuildConfig.Support;

/// <summary>A number in a test, mostly of repetitions: small by default, or what an environment variable sets.</summary>
public static class Repetitions
{
    public static int Of(string variable, int otherwise)
        => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
