using DroasBot.GuildConfig.Storage.Schema;
using DroasBot.GuildConfig.Support;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace DroasBot.GuildConfig.Benchmarks.Databases;

/// <summary>A database in a temporary directory, filled with plain SQL; deleted when it is disposed.</summary>
internal sealed class BenchmarkDatabase : IDisposable
{
    private const string SetSection = """'{"moderation":{"logChannelId":' || (i + 1000000000000) || ',"warnLimit":5}}'""";

    private readonly TemporaryDirectory _directory = new();
    private readonly int _sections;

    private BenchmarkDatabase(int sections) => _sections = sections;

    public string ConnectionString => "Data Source=" + _directory.Database;

    /// <summary>Creates a database.</summary>
    /// <param name="guilds">How many guilds it has.</param>
    /// <param name="sections">How many sections hosts on it register: none; one that every guild has set; or, in addition, one that no guild has set.</param>
    /// <param name="hasBackgrounds">Whether every second guild has a background.</param>
    public static async Task<BenchmarkDatabase> CreateAsync(int guilds, int sections = 0, bool hasBackgrounds = true)
    {
        var database = new BenchmarkDatabase(sections);
        await using (await database.OpenHostAsync())
        {
            // Only to migrate.
        }

        using var connection = database.OpenConnection();
        using var command = connection.CreateCommand();
        command.CommandTimeout = 0;
        command.CommandText = $"""
            PRAGMA synchronous = off;
            BEGIN IMMEDIATE;
            WITH RECURSIVE numbers(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM numbers WHERE i < {guilds})
            INSERT INTO background_asset (id, file_path, media_type, created_at)
            SELECT printf('%08X-0000-7000-8000-000000000000', i), 'guilds/' || ({GuildIds.Sql}) || '/welcome.png', 'image/png', 1700000000000 + i
            FROM numbers WHERE i % 2 = 0 AND {(hasBackgrounds ? 1 : 0)};
            WITH RECURSIVE numbers(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM numbers WHERE i < {guilds})
            INSERT INTO guild_config (guild_id, welcome_channel_id, background_ref, settings, created_at, updated_at, revision)
            SELECT {GuildIds.Sql}, i + 1000000000000, iif(i % 2 = 0 AND {(hasBackgrounds ? 1 : 0)}, printf('%08X-0000-7000-8000-000000000000', i), NULL), {(sections > 0 ? SetSection : "'{}'")}, 1700000000000, 1700000000000 + i, i
            FROM numbers;
            UPDATE guild_config_clock SET revision = {guilds};
            COMMIT;
            PRAGMA wal_checkpoint(truncate);
            """;
        command.ExecuteNonQuery();
        return database;
    }

    /// <summary>Builds the library on this database, migrated but with nothing loaded yet.</summary>
    public async Task<ServiceProvider> OpenHostAsync(long maxBytes = long.MaxValue, TimeSpan? timeToLive = null)
    {
        var services = new ServiceCollection();
        var builder = services.AddGuildConfig(options =>
        {
            options.ConnectionString = ConnectionString;
            options.PreloadOnStartup = false;
            options.Cache.MaxBytes = maxBytes;
            options.Cache.TimeToLive = timeToLive ?? options.Cache.TimeToLive;
        });
        if (_sections > 0)
        {
            builder.AddSettings<ModerationSettings>("moderation");
        }

        if (_sections > 1)
        {
            builder.AddSettings<TicketSettings>("tickets");
        }

        var provider = services.BuildServiceProvider();
        await provider.InitializeGuildConfigAsync();
        return provider;
    }

    public SqliteConnection OpenConnection() => SqliteFile.Open(_directory.Database);

    /// <summary>Adds changes of today to the change log, for the first guilds in turn.</summary>
    public void AddChanges(int guilds, int changes)
    {
        using var connection = OpenConnection();
        using var command = connection.CreateCommand();
        command.CommandTimeout = 0;
        command.CommandText = $$"""
            PRAGMA synchronous = off;
            BEGIN IMMEDIATE;
            WITH RECURSIVE
                counted(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counted WHERE n < {{changes}}),
                numbers(n, i, r) AS (SELECT n, (n - 1) % {{guilds}} + 1, n + (SELECT revision FROM guild_config_clock) FROM counted)
            INSERT INTO guild_config_change (revision, guild_id, kind, changed_at, "before", "after")
            SELECT r, {{GuildIds.Sql}}, {{(int)GuildConfigChangeKind.Updated}}, unixepoch() * 1000,
                json_object('revision', r - {{guilds}}, 'createdAt', 1700000000000, 'updatedAt', 1700000000000, 'settings', json('{}')),
                json_object('revision', r, 'createdAt', 1700000000000, 'updatedAt', 1700000000000, 'settings', json('{}'))
            FROM numbers;
            UPDATE guild_config_clock SET revision = revision + {{changes}};
            COMMIT;
            PRAGMA wal_checkpoint(truncate);
            """;
        command.ExecuteNonQuery();
    }

    /// <summary>Reads every column that the library reads, and keeps nothing.</summary>
    public long ScanBare()
    {
        using var connection = OpenConnection();
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT {GuildRow.Columns} FROM {GuildRow.Tables}";
        using var row = command.ExecuteReader();
        var sum = 0L;
        while (row.Read())
        {
            sum += row.GetInt64(0) + (row.IsDBNull(1) ? 0 : row.GetInt64(1)) + row.GetString(2).Length + row.GetInt64(3) + row.GetInt64(4) + row.GetInt64(5);
            if (!row.IsDBNull(6))
            {
                sum += row.GetGuid(7).Version + row.GetString(8).Length + row.GetString(9).Length + row.GetInt64(10);
            }
        }

        return sum;
    }

    public void Dispose() => _directory.Dispose();
}
