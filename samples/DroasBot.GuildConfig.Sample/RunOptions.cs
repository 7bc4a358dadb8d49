using DroasBot.GuildConfig.Sample.StandIn;
using Microsoft.Extensions.Configuration;

namespace DroasBot.GuildConfig.Sample;

/// <summary>The command line: an SQLite file or a PostgreSQL server, how many guilds to seed, and for how long events arrive.</summary>
internal sealed record RunOptions(string Database, string? Postgres, int Guilds, TimeSpan Length)
{
    private const string Usage = "Options: --database FILE or --postgres CONNECTION, --guilds NUMBER (100 to 1000000), --seconds NUMBER (1 to 60).";

    private static readonly string[] _names = ["--database", "--postgres", "--guilds", "--seconds"];

    /// <exception cref="FormatException">The command line is invalid. The message quotes none of it, since a connection string may contain a password.</exception>
    public static RunOptions Read(string[] args)
    {
        var words = args.SelectMany(word => word.StartsWith("--", StringComparison.Ordinal) ? word.Split('=', 2) : [word]).ToArray();
        var isUnderstood = words.Chunk(2).All(pair => pair.Length == 2 && _names.Contains(pair[0]) && !string.IsNullOrWhiteSpace(pair[1]));

        // Not the host's whole configuration: an environment variable DATABASE may name a real one.
        var line = new ConfigurationBuilder().AddCommandLine(words).Build();
        return isUnderstood && (line["database"] is null || line["postgres"] is null)
            && int.TryParse(line["guilds"] ?? "20000", out var guilds) && guilds is >= 100 and <= GuildIds.MostSeeded
            && int.TryParse(line["seconds"] ?? "6", out var seconds) && seconds is >= 1 and <= 60
            ? new RunOptions(line["database"] ?? "guild-config-sample.db", line["postgres"], guilds, TimeSpan.FromSeconds(seconds))
            : throw new FormatException(Usage);
    }
}
