using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;

namespace DroasBot.GuildConfig.Node.Sync;

/// <summary>
/// Changes guilds in turn at a given pace, some simultaneously: each is set to the number of the change. Prints at the end when each call returned, in UTC
/// ticks: <c>wrote REVISION TICKS</c>; and how many calls failed: <c>failed NOT_COMMITTED IN_DOUBT</c>.
/// </summary>
internal sealed class WriteCommand(int guilds, int changes, int perSecond, int atOnce)
{
    private int _notCommitted;
    private int _inDoubt;

    public async Task<int> RunAsync(string database)
    {
        await using var provider = await SyncHost.StartAsync(database);
        await Console.In.ReadLineAsync();
        var service = provider.GetRequiredService<IGuildConfigService>();
        var clock = Stopwatch.StartNew();
        var lines = new string[changes];
        for (var first = 0; first < changes; first += atOnce)
        {
            var due = TimeSpan.FromSeconds((double)first / perSecond) - clock.Elapsed;
            if (due > TimeSpan.Zero)
            {
                await Task.Delay(due);
            }

            await Task.WhenAll(Enumerable.Range(first, Math.Min(atOnce, changes - first)).Select(async number =>
            {
                var revision = await ChangeAsync(service, (ulong)(number % guilds) + 1, (ulong)number + 1);
                lines[number] = string.Create(CultureInfo.InvariantCulture, $"wrote {revision} {DateTime.UtcNow.Ticks}");
            }));
        }

        await Console.Out.WriteLineAsync(string.Join('\n', lines));
        await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"failed {_notCommitted} {_inDoubt}"));
        return 0;
    }

    /// <summary>Makes the change exactly once: repeats it only if it was not committed.</summary>
    private async Task<long> ChangeAsync(IGuildConfigService service, ulong guild, ulong value)
    {
        while (true)
        {
            try
            {
                return (await service.UpdateAsync(guild, e => e.WelcomeChannelId = value)).Revision;
            }
            catch (GuildConfigStoreException failure)
            {
                Interlocked.Increment(ref failure.IsTransient ? ref _notCommitted : ref _inDoubt);
                if (!failure.IsTransient && await FindAsync(service, guild, value) is { } revision)
                {
                    return revision;
                }
            }
        }
    }

    /// <summary>Asks the database, since the cache learns of a change in doubt only later.</summary>
    private static async Task<long?> FindAsync(IGuildConfigService service, ulong guild, ulong value)
    {
        while (true)
        {
            try
            {
                long? revision = null;
                await service.TransactAsync(async (transaction, cancellationToken) =>
                {
                    var snapshot = await transaction.GetAsync(guild, cancellationToken);
                    revision = snapshot.WelcomeChannelId == value ? snapshot.Revision : null;
                });
                return revision;
            }
            catch (GuildConfigStoreException failure) when (failure.IsTransient)
            {
                // Reading again is harmless.
            }
        }
    }
}
