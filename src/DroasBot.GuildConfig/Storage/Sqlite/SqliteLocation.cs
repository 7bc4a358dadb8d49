using Microsoft.Data.Sqlite;

namespace DroasBot.GuildConfig.Storage.Sqlite;

/// <summary>The location of the database, from the host's connection string.</summary>
/// <param name="ConnectionString">Opens the file at its final path, and never creates it.</param>
/// <param name="MayCreate">Whether a start may create the file if it is missing; not if the host wrote <c>Mode=ReadWrite</c>.</param>
internal sealed record SqliteLocation(SqliteConnectionStringBuilder ConnectionString, bool MayCreate)
{
    /// <summary>Gets the full path of the file, without any symbolic link in it.</summary>
    public string File => ConnectionString.DataSource;

    /// <summary>Returns a connection string without pooling.</summary>
    public string Unpooled(SqliteOpenMode mode)
        => new SqliteConnectionStringBuilder(ConnectionString.ConnectionString) { Mode = mode, Pooling = false }.ConnectionString;
}
