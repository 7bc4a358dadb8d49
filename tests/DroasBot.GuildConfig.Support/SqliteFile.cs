using Microsoft.Data.Sqlite;

namespace DroasBot.GuildConfig.Support;

/// <summary>Statements on an SQLite file without the library. SQLite has no asynchronous calls, so all run on the caller's thread.</summary>
public static class SqliteFile
{
    /// <summary>The size of a page, unless a file is created with another.</summary>
    public const int PageSize = 4096;

    /// <summary>Opens a connection that is really closed with its disposal, since there is no pool.</summary>
    public static SqliteConnection Open(string file, SqliteOpenMode mode = SqliteOpenMode.ReadWriteCreate)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Mode = mode, Pooling = false }.ConnectionString);
        try
        {
            connection.Open();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Runs statements on a connection of their own.</summary>
    public static void Execute(string file, string sql, SqliteOpenMode mode = SqliteOpenMode.ReadWriteCreate)
    {
        using var connection = Open(file, mode);
        connection.Execute(sql);
    }

    /// <summary>Reads the first value of the first row on a connection of its own.</summary>
    public static T Scalar<T>(string file, string sql, SqliteOpenMode mode = SqliteOpenMode.ReadWriteCreate)
    {
        using var connection = Open(file, mode);
        return connection.Scalar<T>(sql);
    }

    /// <summary>Copies a database like an administrator: with its identity.</summary>
    public static void Copy(string file, string copy) => Execute(file, $"VACUUM INTO '{copy}'");

    /// <summary>Overwrites a page, the first of which is 1, with bytes that are none.</summary>
    public static void SpoilPage(string file, long page)
    {
        using var stream = new FileStream(file, FileMode.Open);
        stream.Position = (page - 1) * PageSize;
        stream.Write(Enumerable.Repeat((byte)0xA5, PageSize).ToArray());
    }

    /// <summary>Returns statements that create the table <c>t</c>, with the numbers from 1 in its column <c>x</c>: some 500 on a page.</summary>
    public static string CreateNumbers(int count)
        => $"CREATE TABLE t (x); WITH RECURSIVE numbers (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM numbers LIMIT {count}) INSERT INTO t SELECT x FROM numbers";

    public static void Execute(this SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public static T Scalar<T>(this SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (T)Sql.OrNull(command.ExecuteScalar())!;
    }

    /// <summary>Reads all rows.</summary>
    public static List<T> Query<T>(this SqliteConnection connection, string sql, Func<SqliteDataReader, T> convert)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
        {
            rows.Add(convert(reader));
        }

        return rows;
    }
}
