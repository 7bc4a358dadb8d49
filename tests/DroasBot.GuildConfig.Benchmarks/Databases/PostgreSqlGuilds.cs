using DroasBot.GuildConfig.Support;
using Npgsql;

namespace DroasBot.GuildConfig.Benchmarks.Databases;

/// <summary>Fills a PostgreSQL database that the library has migrated with the guilds of <see cref="BenchmarkDatabase"/>.</summary>
internal static class PostgreSqlGuilds
{
    public static async Task InsertAsync(string connectionString, int guilds)
    {
        await using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        await connection.ExecuteAsync(
            $"""
            INSERT INTO guild_config (guild_id, welcome_channel_id, settings, created_at, updated_at, revision)
            SELECT {GuildIds.Sql}, i + 1000000000000, '{"{}"}', 1700000000000, 1700000000000 + i, i FROM generate_series(1::bigint, {guilds}) AS i;
            UPDATE guild_config_clock SET revision = {guilds};
            ANALYZE;
            """);
    }
}
