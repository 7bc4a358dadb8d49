using System.Globalization;
using Microsoft.Extensions.DependencyInjection;

namespace DroasBot.GuildConfig.Node.Sync;

/// <summary>Consumes changes into its own store, a file: one line per change, <c>REVISION KIND</c>. The last line is the cursor.</summary>
internal static class ConsumeCommand
{
    public static async Task<int> RunAsync(string database, string store)
    {
        await using var provider = await SyncHost.StartAsync(database);
        var cursor = File.Exists(store) && File.ReadLines(store).LastOrDefault() is { } last ? long.Parse(last.Split(' ')[0], CultureInfo.InvariantCulture) : 0;

        // Unbuffered: each line reaches the file in one call.
        await using var file = new FileStream(store, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);
        await foreach (var change in provider.GetRequiredService<IGuildConfigChangeLog>().WatchAsync(cursor))
        {
            await file.WriteAsync(System.Text.Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{change.Revision} {change.Kind}\n")));
        }

        return 0;
    }
}
