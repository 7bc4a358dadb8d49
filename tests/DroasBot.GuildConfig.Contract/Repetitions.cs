using System.Globalization;

namespace DroasBot.GuildConfig.Contract;

/// <summary>The number of repetitions in a test: few by default, or as many as an environment variable sets.</summary>
public static class Repetitions
{
    public static int Of(string variable, int otherwise)
        => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
