using System.Buffers.Binary;
using Microsoft.Data.Sqlite;

namespace DroasBot.GuildConfig.Storage.Sqlite;

/// <summary>The header of a database file, without its log (https://sqlite.org/fileformat2.html#the_database_header).</summary>
/// <param name="PageSize">In bytes.</param>
/// <param name="IsWal">Whether the file is in write-ahead mode, if known. Otherwise it never has a non-empty log: SQLite checkpoints the log before it leaves the mode.</param>
internal readonly record struct DatabaseHeader(int PageSize, bool? IsWal)
{
    private const int Size = 100;
    private const int PageSizeOffset = 16;
    private const int ReadVersionOffset = 19;
    private const int WalVersion = 2;

    /// <returns><see langword="null"/> if it is not the header of a database.</returns>
    public static DatabaseHeader? Read(SqliteConnection connection)
    {
        var header = new byte[Size];
        if (!FileControl.TryRead(connection, header) || !header.AsSpan().StartsWith("SQLite format 3\0"u8))
        {
            return null;
        }

        var pageSize = BinaryPrimitives.ReadUInt16BigEndian(header.AsSpan(PageSizeOffset));
        return new DatabaseHeader(pageSize == 1 ? 65_536 : pageSize, header[ReadVersionOffset] == WalVersion);
    }
}
