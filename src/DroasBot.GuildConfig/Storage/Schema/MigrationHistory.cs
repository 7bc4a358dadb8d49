using DroasBot.GuildConfig.Storage.Reading;

namespace DroasBot.GuildConfig.Storage.Schema;

/// <summary>Reads the applied migrations while the library runs.</summary>
internal sealed class MigrationHistory(ReaderPool pool)
{
    /// <summary>The column name is EF Core's.</summary>
    public static Statement Applied { get; } = new($"SELECT \"MigrationId\" FROM {GuildConfigModel.HistoryTable} ORDER BY \"MigrationId\"");

    public Task<IReadOnlyList<string>> ReadAsync(CancellationToken cancellationToken)
        => pool.ReadAsync<IReadOnlyList<string>>(
            Applied,
            static async cursor =>
            {
                var migrations = new List<string>();
                while (await cursor.MoveNextAsync().ConfigureAwait(false))
                {
                    migrations.Add(cursor.Row.Text(0));
                }

                return migrations;
            },
            cancellationToken);
}
