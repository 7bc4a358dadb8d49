using System.Buffers.Binary;
using DroasBot.GuildConfig.Storage.Schema;
using Microsoft.Data.Sqlite;

namespace DroasBot.GuildConfig.Storage.Sqlite.Salvage;

/// <summary>A temporary copy of a damaged database with its log, which SQLite may modify; deleted on disposal.</summary>
internal sealed class SalvageCopy : IDisposable
{
    private const int PageCountOffset = 28;

    private readonly string _file;

    private SalvageCopy(string file) => _file = file;

    /// <summary>Gets a sentence on what was done with the log; <see langword="null"/> if there was none.</summary>
    public string? Log { get; private set; }

    public SqliteConnection Connection { get; private set; } = null!;

    /// <summary>Creates and opens the copy.</summary>
    /// <param name="damaged">The database.</param>
    /// <param name="copy">The path of the copy.</param>
    /// <param name="firstPage">The first page of a new database, which is the same as the damaged one's, except for the number of pages.</param>
    public static SalvageCopy Make(string damaged, string copy, byte[] firstPage)
    {
        var made = new SalvageCopy(copy);
        try
        {
            foreach (var suffix in (string[])["", "-wal", "-journal"])
            {
                if (DatabaseFile.LengthOf(damaged + suffix) > 0)
                {
                    File.Copy(damaged + suffix, copy + suffix);
                }
            }

            made.LeaveOutForeignLog();
            made.Open(firstPage);
            return made;
        }
        catch
        {
            made.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        Connection?.Dispose();
        foreach (var suffix in DatabaseFile.Suffixes)
        {
            File.Delete(_file + suffix);
        }
    }

    /// <summary>A damaged log is used as far as possible.</summary>
    private void LeaveOutForeignLog()
    {
        if (!DatabaseFile.HasLog(_file))
        {
            return;
        }

        Log = "The log belongs to the file, as far as can be determined, and was used.";
        if (FileInspection.FindForeignLog(SqliteConnectionStrings.Parse(new SqliteConnectionStringBuilder { DataSource = _file }.ConnectionString)) is { } finding)
        {
            Log = $"The log was ignored: {finding}.";
            File.Delete(_file + "-wal");
            File.Delete(_file + "-shm");
        }
    }

    private void Open(byte[] firstPage)
    {
        if (!TryOpen())
        {
            Connection.Dispose();
            using (var file = new FileStream(_file, FileMode.Open, FileAccess.ReadWrite))
            {
                BinaryPrimitives.WriteUInt32BigEndian(firstPage.AsSpan(PageCountOffset), (uint)(file.Length / firstPage.Length));
                file.Write(firstPage);
            }

            _ = TryOpen();
        }
    }

    /// <returns>Whether the first page still leads to the tables.</returns>
    private bool TryOpen()
    {
        Connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = _file, Mode = SqliteOpenMode.ReadWrite, Pooling = false, DefaultTimeout = 1 }.ConnectionString);
        try
        {
            Connection.Open();

            // The first lets a file that is shorter than its header says be read as far as possible.
            Execute("PRAGMA writable_schema = on");
            Execute("PRAGMA cell_size_check = on");
            return (long)Execute($"SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name IN ('{string.Join("', '", GuildConfigModel.Tables)}')")! == GuildConfigModel.Tables.Count;
        }
        catch (SqliteException)
        {
            return false;
        }
    }

    private object? Execute(string sql)
    {
        using var command = Connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
