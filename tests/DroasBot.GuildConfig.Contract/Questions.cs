using Microsoft.EntityFrameworkCore;

namespace DroasBot.GuildConfig.Contract;

/// <summary>The queries of docs/dashboard/questions.md, word for word: a test compares the two.</summary>
internal static class Questions
{
    public static async Task<List<ulong>> AskGuildsThatUseAsync(GuildConfigDbContext context, ulong channelId, CancellationToken cancellationToken)
    {
        var users = await context.Guilds
            .Where(guild => guild.WelcomeChannelId == channelId)
            .Select(guild => guild.GuildId)
            .ToListAsync(cancellationToken);

        return users;
    }

    public static async Task<List<GuildConfigChangeRow>> AskChangesOfADayAsync(GuildConfigDbContext context, ulong admin, CancellationToken cancellationToken)
    {
        var day = new DateTimeOffset(2026, 11, 25, 0, 0, 0, TimeSpan.Zero);
        var nextDay = day.AddDays(1);
        var changesOfTheDay = await context.Changes
            .Where(change => change.ActorId == admin && change.ChangedAt >= day && change.ChangedAt < nextDay)
            .OrderBy(change => change.Revision)
            .ToListAsync(cancellationToken);

        return changesOfTheDay;
    }

    public static async Task<Dictionary<GuildConfigChangeKind, int>> AskCountsAsync(GuildConfigDbContext context, CancellationToken cancellationToken)
    {
        var counts = await context.Changes
            .GroupBy(change => change.Kind)
            .Select(kind => new { Kind = kind.Key, Count = kind.Count() })
            .ToDictionaryAsync(kind => kind.Kind, kind => kind.Count, cancellationToken);

        return counts;
    }

    public static async Task<List<(ulong? GuildId, int Changes)>> AskBusiestAsync(GuildConfigDbContext context, CancellationToken cancellationToken)
    {
        var busiest = await context.Changes
            .Where(change => change.GuildId != null)
            .GroupBy(change => change.GuildId)
            .Select(guild => new { GuildId = guild.Key, Changes = guild.Count() })
            .OrderByDescending(guild => guild.Changes)
            .Take(10)
            .ToListAsync(cancellationToken);

        return [.. busiest.Select(guild => (guild.GuildId, guild.Changes))];
    }

    public static async Task<List<GuildConfigRow>> AskGuildsWithABackgroundAsync(GuildConfigDbContext context, CancellationToken cancellationToken)
    {
        var decorated = await context.Guilds
            .Include(guild => guild.Background)
            .Where(guild => guild.Background != null)
            .ToListAsync(cancellationToken);

        return decorated;
    }

    public static async Task<List<GuildConfigRow>> AskSomeGuildsAsync(GuildConfigDbContext context, ulong guildId, ulong otherGuildId, CancellationToken cancellationToken)
    {
        ulong[] ids = [guildId, otherGuildId];
        var some = await context.Guilds.Where(guild => ids.Contains(guild.GuildId)).ToListAsync(cancellationToken);

        return some;
    }
}
