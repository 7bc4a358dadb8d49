using DroasBot.GuildConfig.Settings;
using DroasBot.GuildConfig.Storage.Schema;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace DroasBot.GuildConfig.Benchmarks.Baselines;

/// <summary>One context, one query and one SaveChanges per update; retries while the database is busy.</summary>
internal sealed class NaiveWriter(string connectionString)
{
    private const int Busy = 5;

    private readonly SettingsRegistry _registry = new();
    private readonly DbContextOptions<NaiveContext> _options = new DbContextOptionsBuilder<NaiveContext>().UseSqlite(connectionString).Options;

    public async Task UpdateAsync(ulong guildId, ulong channelId)
    {
        while (true)
        {
            try
            {
                await TryUpdateAsync(guildId, channelId);
                return;
            }
            catch (Exception failure) when ((failure as SqliteException ?? failure.InnerException as SqliteException)?.SqliteErrorCode == Busy)
            {
                // Retry.
            }
        }
    }

    private async Task TryUpdateAsync(ulong guildId, ulong channelId)
    {
        using var context = new NaiveContext(_options);
        var stored = unchecked((long)guildId);
        var row = await context.Guilds.SingleAsync(guild => guild.GuildId == stored);
        var before = Write(row);
        row.WelcomeChannelId = unchecked((long)channelId);
        row.UpdatedAt = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        row.Revision++;
        context.Changes.Add(new NaiveChange
        {
            GuildId = stored,
            Kind = (int)GuildConfigChangeKind.Updated,
            ChangedAt = row.UpdatedAt,
            Before = before,
            After = Write(row),
        });
        await context.SaveChangesAsync();
    }

    private string Write(NaiveGuild row)
        => SnapshotJson.Write(new GuildConfigSnapshot(
            unchecked((ulong)row.GuildId), unchecked((ulong?)row.WelcomeChannelId), background: null, _registry.Read(row.Settings), row.CreatedAt, row.UpdatedAt, row.Revision));
}
