using System.Data;
using DroasBot.GuildConfig.Backgrounds;
using DroasBot.GuildConfig.Storage.Reading;

namespace DroasBot.GuildConfig.Storage.Maintenance;

/// <summary>Compares each image with its hash and its description, one at a time.</summary>
internal sealed class ContentCheck(ReaderPool pool, ProblemList problems)
{
    private static readonly Statement _next = new(
        "SELECT hash, media_type, width, height, length, bytes FROM background_content WHERE hash > @after ORDER BY hash LIMIT 1", ("after", DbType.String))
    { TimeoutSeconds = 60 };

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        for (var hash = string.Empty; hash is not null;)
        {
            hash = await pool.ReadAsync(
                _next, async cursor => await cursor.MoveNextAsync().ConfigureAwait(false) ? Judge(cursor.Row) : null, cancellationToken, hash).ConfigureAwait(false);
        }
    }

    /// <returns>The hash.</returns>
    private string Judge(StoredRow row)
    {
        var hash = row.Text(0);
        var bytes = row.Bytes(5);
        if (ContentHash.Of(bytes) != hash)
        {
            problems.Add($"The background image {hash} was altered: its bytes have a different hash.");
        }
        else if (bytes.Length != row.Int64(4) || !IsDescribed(bytes, new ImageHeader(row.Text(1), (int)row.Int64(2), (int)row.Int64(3))))
        {
            problems.Add($"The background image {hash} does not match its description.");
        }

        return hash;
    }

    private static bool IsDescribed(byte[] bytes, ImageHeader described)
    {
        try
        {
            return ImageHeader.Read(bytes) == described;
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
