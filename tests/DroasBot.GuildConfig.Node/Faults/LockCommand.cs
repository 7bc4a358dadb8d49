using Microsoft.Data.Sqlite;

namespace DroasBot.GuildConfig.Node.Faults;

/// <summary>Holds the write lock of a database for a while, as another program might; or until a line is received, if the time is 0.</summary>
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
