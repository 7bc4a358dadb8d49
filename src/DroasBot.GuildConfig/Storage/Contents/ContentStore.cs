using System.Data;
using DroasBot.GuildConfig.Backgrounds;
using DroasBot.GuildConfig.Storage.Reading;
using DroasBot.GuildConfig.Storage.Writing;

namespace DroasBot.GuildConfig.Storage.Contents;

/// <summary>The images in the database.</summary>
/// <remarks>
/// They have no revisions: a guild's row refers to its image by hash. So if the engine allows several writers, an image is written outside the
/// writer's transactions, which do not wait for it.
/// </remarks>
internal sealed class ContentStore(ReaderPool pool, IDatabaseConnections connections, IDatabaseDialect dialect, WriteQueue queue, WriteRules rules)
{
    /// <summary>How long an unreferenced image is kept after it was put.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromHours(1);

    /// <summary>The age from which putting an image again renews it.</summary>
    private static readonly TimeSpan _renewal = Grace / 2;

    private static readonly Statement _find = new(
        "SELECT media_type, width, height, length, created_at FROM background_content WHERE hash = @hash", ("hash", DbType.String));

    private static readonly Statement _read = new("SELECT bytes FROM background_content WHERE hash = @hash", ("hash", DbType.String)) { TimeoutSeconds = 30 };

    private static readonly Statement _renew = new(
        "UPDATE background_content SET created_at = @now WHERE hash = @hash", ("now", DbType.Int64), ("hash", DbType.String));

    private static readonly Statement _add = new(
        """
        INSERT INTO background_content (hash, media_type, width, height, length, bytes, created_at)
        VALUES (@hash, @type, @width, @height, @length, @bytes, @now) ON CONFLICT (hash) DO UPDATE SET created_at = excluded.created_at
        """,
        ("hash", DbType.String), ("type", DbType.String), ("width", DbType.Int32), ("height", DbType.Int32), ("length", DbType.Int64), ("bytes", DbType.Binary), ("now", DbType.Int64));

    /// <summary>Reads the bytes of an image.</summary>
    /// <returns>The bytes; <see langword="null"/> if there is no such image.</returns>
    public Task<byte[]?> ReadAsync(string hash, CancellationToken cancellationToken)
        => pool.ReadAsync(_read, static async cursor => await cursor.MoveNextAsync().ConfigureAwait(false) ? cursor.Row.Bytes(0) : null, cancellationToken, hash);

    /// <summary>Describes an image; <see langword="null"/> if there is no such image.</summary>
    public async Task<BackgroundContent?> FindAsync(string hash, CancellationToken cancellationToken)
        => (await ReadDescriptionAsync(hash, cancellationToken).ConfigureAwait(false))?.Content;

    /// <summary>Stores an image; writes nothing if it exists and was put recently.</summary>
    public async Task<BackgroundContent> PutAsync(string hash, byte[] bytes, ImageHeader header, CancellationToken cancellationToken)
    {
        var now = rules.Now.ToUnixTimeMilliseconds();
        if (await ReadDescriptionAsync(hash, cancellationToken).ConfigureAwait(false) is not { } found)
        {
            await WriteAsync(_add, cancellationToken, hash, header.MediaType, header.Width, header.Height, (long)bytes.Length, bytes, now).ConfigureAwait(false);
        }
        else if (now - found.CreatedAt >= _renewal.TotalMilliseconds
            && await WriteAsync(_renew, cancellationToken, now, hash).ConfigureAwait(false) == 0)
        {
            // It was removed meanwhile.
            return await PutAsync(hash, bytes, header, cancellationToken).ConfigureAwait(false);
        }

        return new BackgroundContent(hash, header.MediaType, header.Width, header.Height, bytes.Length);
    }

    private Task<(BackgroundContent Content, long CreatedAt)?> ReadDescriptionAsync(string hash, CancellationToken cancellationToken)
        => pool.ReadAsync<(BackgroundContent, long)?>(
            _find,
            async cursor => await cursor.MoveNextAsync().ConfigureAwait(false)
                ? (new BackgroundContent(hash, cursor.Row.Text(0), (int)cursor.Row.Int64(1), (int)cursor.Row.Int64(2), cursor.Row.Int64(3)), cursor.Row.Int64(4))
                : null,
            cancellationToken,
            hash);

    private async Task<int> WriteAsync(Statement statement, CancellationToken cancellationToken, params object?[] values)
    {
        if (!dialect.WritesAside)
        {
            return await queue.ExecuteAsync(
                unit => unit.UseAsync(async session =>
                {
                    unit.Plan.HasWritten = true;
                    return await session.ExecuteAsync(statement, values).ConfigureAwait(false);
                }),
                cancellationToken).ConfigureAwait(false);
        }

        try
        {
            using var session = await connections.OpenWriterAsync(cancellationToken).ConfigureAwait(false);
            var prepared = await session.PrepareAsync(statement, cancellationToken).ConfigureAwait(false);
            return await prepared.With(transaction: null, values).ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (dialect.IsOwn(failure))
        {
            throw dialect.ToStoreException(failure);
        }
    }
}
