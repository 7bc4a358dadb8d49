using Microsoft.Data.Sqlite;

namespace DroasBot.GuildConfig.Storage.Sqlite;

/// <summary>Where the database is, as the host's connection string says it.</summary>
/// <param name="ConnectionString">Opens the file at its final path, and never creates it.</param>
/// <param name="MayCreate">Whether a start may create the file if it is missing; not if the host wrote <c>Mode=ReadWrite</c>.</param>
internal sealed record SqliteLocation(SqliteConnectionStringBuilder ConnectionString, bool MayCreate)
{
    /// <summary>Gets the full path of the file, without any symbolic link in it.</summary>
    public string File => ConnectionString.DataSource;

    /// <summary>Gives a connection string for a connection that the driver does not keep.</summary>
    public string Unpooled(SqliteOpenMode mode)
        => new SqliteConnectionStringBuilder(ConnectionString.ConnectionString) { Mode = mode, Pooling = false }.ConnectionString;
}
