using System.Globalization;
using Microsoft.Extensions.DependencyInjection;

namespace DroasBot.GuildConfig.Node.Sync;

/// <summary>A consumer of changes with its own store, a file: a line for each change, <c>REVISION KIND</c>, and the last one is the cursor.</summary>
internal static class ConsumeCommand
{
    public static async Task<int> RunAsync(string database, string store)
    {
        await using var provider = await SyncHost.StartAsync(database);
        var cursor = File.Exists(store) && File.ReadLines(store).LastOrDefault() is { } last ? long.Parse(last.Split(' ')[0], CultureInfo.InvariantCulture) : 0;

        // Unbuffered: each line reaches the file by one call.
        await using var file = new FileStream(store, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);
        await foreach (var change in provider.GetRequiredService<IGuildConfigChangeLog>().WatchAsync(cursor))
        {
            await file.WriteAsync(System.Text.Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{change.Revision} {change.Kind}\n")));
        }

        return 0;
    }
}
