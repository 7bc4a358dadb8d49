using System.Diagnostics;

namespace DroasBot.GuildConfig.Sample.StandIn;

/// <summary>Fills the database as a bot of several years would have: through the public API, with many simultaneous callers.</summary>
internal sealed class Seed(IGuildConfigService configs, IGuildBackgroundStore pictures, Display display)
{
    /// <summary>PNGs of 320 x 120 pixels: one that guilds start with, and one that an administrator uploads.</summary>
    public const string Plain = "iVBORw0KGgoAAAANSUhEUgAAAUAAAAB4AQMAAAC5ALmdAAAAA1BMVEVYZfKO7E4AAAAAG0lEQVR42u3BMQEAAADCoPVP7W8GoAAAAACANxM4AAGjmSfvAAAAAElFTkSuQmCC";
    public const string Hall = "iVBORw0KGgoAAAANSUhEUgAAAUAAAAB4AQMAAAC5ALmdAAAAA1BMVEVXq1oIxNgnAAAAG0lEQVR42u3BMQEAAADCoPVP7W8GoAAAAACANxM4AAGjmSfvAAAAAElFTkSuQmCC";

    private const int Callers = 256;

    private static readonly ChangeContext _context = new() { Reason = "sample seed" };

    public static MemoryStream OpenPicture(string base64) => new(Convert.FromBase64String(base64));

    /// <summary>Stores what is missing: everything on the first run, the rest after an interrupted one.</summary>
    /// <returns>All stored guilds.</returns>
    public async Task<List<ulong>> PlantAsync(int count, CancellationToken cancellationToken)
    {
        var guildIds = await configs.ListAsync(cancellationToken).Select(guild => guild.GuildId).ToListAsync(cancellationToken);
        var missing = Enumerable.Range(0, count).Select(GuildIds.Seeded).Except(guildIds).ToList();
        if (missing.Count > 0)
        {
            display.Line($"Seeding {missing.Count:N0} guilds, once.");
            var begun = Stopwatch.GetTimestamp();
            var picture = await pictures.PutAsync(OpenPicture(Plain), cancellationToken);
            var callers = new ParallelOptions { MaxDegreeOfParallelism = Callers, CancellationToken = cancellationToken };
            await Parallel.ForEachAsync(missing, callers, async (guildId, token) => await configs.UpdateAsync(guildId, guild => Choose(guild, picture), _context, token));
            var elapsed = Stopwatch.GetElapsedTime(begun);
            display.Line($"Seeded {missing.Count:N0} guilds in {elapsed.TotalSeconds:N1} s: {missing.Count / elapsed.TotalSeconds:N0} durable changes a second.");
        }

        return [.. guildIds, .. missing];
    }

    private static void Choose(GuildConfigEditor guild, BackgroundContent picture)
    {
        guild.WelcomeChannelId = GuildIds.ChannelOf(guild.GuildId, number: 0);
        guild.SetBackground(picture);
    }
}
