using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace DroasBot.GuildConfig.Contract;

/// <summary>A file as the library leaves it after its first start, created once, so that tests that are not about that start need not wait for it.</summary>
public static class SqliteTemplate
{
    private static readonly Lazy<Task<(byte[] Bytes, byte[] Epoch)>> _first = new(MakeAsync);

    /// <summary>Writes a new database file, ready for the library to use.</summary>
    public static async Task CopyAsync(string file)
    {
        var (first, epoch) = await _first.Value;
        var bytes = first.AsSpan().ToArray();
        var own = Encoding.ASCII.GetBytes(Guid.NewGuid().ToString("N"));
        own.CopyTo(bytes.AsSpan(bytes.AsSpan().IndexOf(epoch)));
        await File.WriteAllBytesAsync(file, bytes);
    }

    private static async Task<(byte[] Bytes, byte[] Epoch)> MakeAsync()
    {
        var directory = Directory.CreateTempSubdirectory("guild-config-template-");
        try
        {
            var file = Path.Combine(directory.FullName, "guild-config.db");
            var connectionString = new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ConnectionString;
            var services = new ServiceCollection();
            services.AddGuildConfig(options => options.ConnectionString = connectionString);
            await using (var provider = services.BuildServiceProvider())
            {
                await provider.InitializeGuildConfigAsync();
            }

            await using var connection = new SqliteConnection(connectionString);
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = "SELECT epoch FROM guild_config_clock";
            var epoch = (string)(await command.ExecuteScalarAsync())!;
            await connection.CloseAsync();
            return (await File.ReadAllBytesAsync(file), Encoding.ASCII.GetBytes(epoch));
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }
}
