using Microsoft.Data.Sqlite;

namespace DroasBot.GuildConfig.Node.Faults;

/// <summary>Holds the write lock of a database, as another program might: for a given time or, if that is 0, until a line is received.</summary>
internal static class LockCommand
{
    public static async Task<int> RunAsync(string file, int milliseconds)
    {
        await using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var transaction = connection.BeginTransaction(deferred: false);
        Console.WriteLine("locked");
        if (milliseconds > 0)
        {
            await Task.Delay(milliseconds);
        }
        else
        {
            await Console.In.ReadLineAsync();
        }

        await transaction.RollbackAsync();
        Console.WriteLine("released");
        return 0;
    }
}
