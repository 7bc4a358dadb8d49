using System.Globalization;
using DroasBot.GuildConfig.Sample.Settings;
using DroasBot.GuildConfig.Sample.StandIn;

namespace DroasBot.GuildConfig.Dashboard.Guilds;

/// <summary>Seeds some guilds if the database has none, so that there is something to see without the sample bot.</summary>
internal sealed class DemoGuilds(IGuildConfigService configs) : IHostedService
{
    public const int Count = 60;

    private static readonly ChangeContext _context = new() { Reason = "demo guild" };

    /// <summary>Names a guild: those seeded by the sample bot or by this class by their number, others by their id.</summary>
    public static string NameOf(ulong guildId)
        => NumberOf(guildId) is { } number ? string.Create(CultureInfo.InvariantCulture, $"Guild {number + 1}") : string.Create(CultureInfo.InvariantCulture, $"Guild {guildId}");

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await foreach (var _ in configs.ListAsync(cancellationToken))
        {
            return;
        }

        await Parallel.ForEachAsync(Enumerable.Range(0, Count), cancellationToken, async (number, token) => await PlantAsync(number, token));
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>The inverse of <see cref="GuildIds.Seeded"/>; <see langword="null"/> for any other id.</summary>
    private static int? NumberOf(ulong guildId)
    {
        var (number, rest) = Math.DivRem(guildId - GuildIds.FirstSeeded, GuildIds.BetweenSeeded);
        return rest == 0 && number < GuildIds.MostSeeded ? (int)number : null;
    }

    private Task<GuildConfigSnapshot> PlantAsync(int number, CancellationToken cancellationToken)
        => configs.UpdateAsync(
            GuildIds.Seeded(number),
            guild =>
            {
                guild.WelcomeChannelId = number % 3 == 0 ? null : GuildIds.ChannelOf(guild.GuildId, number: 0);
                guild.Set(new ModerationSettings { WarnLimit = 3 + (number % 3), LogChannelId = GuildIds.ChannelOf(guild.GuildId, number: 1) });
            },
            _context,
            cancellationToken);
}
