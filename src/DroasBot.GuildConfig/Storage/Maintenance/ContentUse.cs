using System.Data;
using DroasBot.GuildConfig.Storage.Reading;
using DroasBot.GuildConfig.Storage.Schema;

namespace DroasBot.GuildConfig.Storage.Maintenance;

/// <summary>Finds references to images: in guilds, and in the history, from which they can be restored.</summary>
internal sealed class ContentUse(ReaderPool pool)
{
    /// <summary>How many changes one statement reads, so that no read transaction stays open for long.</summary>
    private const int PageSize = 5_000;

    private const string Member = $"\"{SnapshotJson.ContentHashMember}\":\"";

    /// <summary>The pattern of a text that mentions any image.</summary>
    public const string Mention = $"%{Member}%";

    private static readonly Statement _unused = new(
        """
        SELECT c.hash FROM background_content AS c
        WHERE c.created_at <= @by AND NOT EXISTS (SELECT 1 FROM background_asset AS a WHERE a.content_hash = c.hash)
        """,
        ("by", DbType.Int64))
    { TimeoutSeconds = 600 };

    private static readonly Statement _change = new(
        """SELECT "after", "before" FROM guild_config_change WHERE revision = @revision""", ("revision", DbType.Int64));

    private static readonly Statement _changes = new(
        $"""
        SELECT p.revision, CASE WHEN p."after" LIKE @mention THEN p."after" END, CASE WHEN p."before" LIKE @mention THEN p."before" END
        FROM (SELECT revision, "after", "before" FROM guild_config_change WHERE revision > @after ORDER BY revision LIMIT {PageSize}) AS p
        ORDER BY p.revision
        """,
        ("mention", DbType.String), ("after", DbType.Int64))
    { TimeoutSeconds = 600 };

    /// <summary>Finds images that no guild refers to and that were put before a given time.</summary>
    /// <param name="putBy">The instant, in Unix milliseconds.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public Task<List<string>> FindUnusedAsync(long putBy, CancellationToken cancellationToken)
        => pool.QueryAsync(_unused, static row => row.Text(0), cancellationToken, putBy);

    /// <summary>Scans the history, one page at a time.</summary>
    /// <returns>The images that changes refer to, each with the revision of the last one that does; and the last revision scanned.</returns>
    public async Task<(Dictionary<string, long> Uses, long Last)> ReadHistoryAsync(CancellationToken cancellationToken)
    {
        var uses = new Dictionary<string, long>();
        for (var position = 0L; ;)
        {
            var last = await ReadPageAsync(position, uses, cancellationToken).ConfigureAwait(false);
            if (last is null)
            {
                return (uses, position);
            }

            position = last.Value;
        }
    }

    /// <summary>Whether a change refers to an image.</summary>
    public Task<bool> RefersAsync(long revision, string hash, CancellationToken cancellationToken)
        => pool.ReadAsync(
            _change,
            async cursor => await cursor.MoveNextAsync().ConfigureAwait(false) && HashesIn(cursor.Row.NullableText(0), cursor.Row.NullableText(1)).Contains(hash),
            cancellationToken,
            revision);

    /// <summary>Finds the images that serialized configurations mention, even if these cannot be read otherwise: their images must not be lost.</summary>
    public static IEnumerable<string> HashesIn(params IEnumerable<string?> snapshots) => snapshots.SelectMany(HashesIn);

    /// <summary>Gets the pattern of a text that mentions an image.</summary>
    public static string MentionOf(string hash) => $"%{Member}{hash}\"%";

    private static IEnumerable<string> HashesIn(string? snapshot)
    {
        for (var from = 0; snapshot is not null && snapshot.IndexOf(Member, from, StringComparison.Ordinal) is var found and >= 0;)
        {
            from = found + Member.Length;
            var end = snapshot.IndexOf('"', from);
            if (end > from)
            {
                yield return snapshot[from..end];
            }
        }
    }

    private Task<long?> ReadPageAsync(long after, Dictionary<string, long> uses, CancellationToken cancellationToken)
        => pool.ReadAsync<long?>(
            _changes,
            async cursor =>
            {
                long? last = null;
                while (await cursor.MoveNextAsync().ConfigureAwait(false))
                {
                    last = cursor.Row.Int64(0);
                    foreach (var hash in HashesIn(cursor.Row.NullableText(1), cursor.Row.NullableText(2)))
                    {
                        uses[hash] = last.Value;
                    }
                }

                return last;
            },
            cancellationToken,
            Mention,
            after);
}
