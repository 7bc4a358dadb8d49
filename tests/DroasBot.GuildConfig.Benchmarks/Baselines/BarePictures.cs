using DroasBot.GuildConfig.Benchmarks.Databases;
using Microsoft.Data.Sqlite;

namespace DroasBot.GuildConfig.Benchmarks.Baselines;

/// <summary>The two ways in which SQLite accepts the bytes of an image, on one connection, one transaction each.</summary>
internal sealed class BarePictures : IDisposable
{
    private readonly SqliteConnection _connection;
    private int _number;

    public BarePictures(BenchmarkDatabase database)
    {
        _connection = database.OpenConnection();
        using var pragma = _connection.CreateCommand();
        pragma.CommandText = "PRAGMA synchronous = full; PRAGMA secure_delete = on";
        pragma.ExecuteNonQuery();
    }

    /// <summary>Inserts the bytes as one parameter of the statement.</summary>
    public void PutByParameter(byte[] bytes)
    {
        using var transaction = _connection.BeginTransaction();
        using var insert = Insert(transaction, "@bytes");
        insert.Parameters.AddWithValue("@bytes", bytes);
        insert.ExecuteNonQuery();
        transaction.Commit();
    }

    /// <summary>Reserves room for the bytes, then writes them piece by piece (https://sqlite.org/c3ref/blob_open.html).</summary>
    public void PutByPieces(byte[] bytes)
    {
        using var transaction = _connection.BeginTransaction();
        using var insert = Insert(transaction, "zeroblob(@length)");
        insert.CommandText += "; SELECT last_insert_rowid()";
        insert.Parameters.AddWithValue("@length", bytes.Length);
        var row = (long)insert.ExecuteScalar()!;
        using (var blob = new SqliteBlob(_connection, "background_content", "bytes", row))
        {
            const int Piece = 64 * 1024;
            for (var at = 0; at < bytes.Length; at += Piece)
            {
                blob.Write(bytes, at, Math.Min(Piece, bytes.Length - at));
            }
        }

        transaction.Commit();
    }

    public void Dispose() => _connection.Dispose();

    private SqliteCommand Insert(SqliteTransaction transaction, string bytes)
    {
        var insert = _connection.CreateCommand();
        insert.Transaction = transaction;
#pragma warning disable CA2100 // The texts are this class's own.
        insert.CommandText = $"INSERT INTO background_content (hash, media_type, width, height, length, bytes, created_at) VALUES ('bare' || @number, 'image/png', 1, 1, 1, {bytes}, 0)";
#pragma warning restore CA2100
        insert.Parameters.AddWithValue("@number", _number++);
        return insert;
    }
}
