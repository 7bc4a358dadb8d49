using Microsoft.Data.Sqlite;

namespace DroasBot.GuildConfig.Storage.Sqlite;

/// <summary>Tells whether the file that a connection has open is still the one at its path.</summary>
/// <remarks>
/// On Unix an open file that was renamed or deleted goes on working, so that writes would succeed into nowhere. SQLite knows; the file system's
/// API tells no more than whether anything is there.
/// </remarks>
internal static class OpenFile
{
    /// <summary>One call of the file system; opens nothing, since closing a second descriptor would drop SQLite's locks.</summary>
    public static bool IsGone(SqliteConnection connection, string path) => !File.Exists(path) || FileControl.HasMoved(connection);
}
