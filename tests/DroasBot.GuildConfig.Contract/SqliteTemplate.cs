using System.Text;
using DroasBot.GuildConfig.Support;
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
        using var directory = new TemporaryDirectory();
        var services = new ServiceCollection();
        services.AddGuildConfig("Data Source=" + directory.Database);
        await using (var provider = services.BuildServiceProvider())
        {
            await provider.InitializeGuildConfigAsync();
        }

        var epoch = SqliteFile.Scalar<string>(directory.Database, "SELECT epoch FROM guild_config_clock");
        return (await File.ReadAllBytesAsync(directory.Database), Encoding.ASCII.GetBytes(epoch));
    }
}
