using DroasBot.GuildConfig.Diagnostics;
using Microsoft.Extensions.Logging;

namespace DroasBot.GuildConfig.Caching;

/// <summary>Remembers whether stale values are being served, and logs when that begins and ends: two lines an outage.</summary>
internal sealed class StaleReport(ILogger<StaleReport> logger)
{
    private long _served;
    private int _isServing;

    public bool IsServing => Volatile.Read(ref _isServing) != 0;

    public void Began(Exception failure)
    {
        if (Interlocked.Exchange(ref _isServing, 1) == 0)
        {
            logger.ServingStale(failure);
        }
    }

    public void Served() => Interlocked.Increment(ref _served);

    public void Ended()
    {
        if (IsServing && Interlocked.Exchange(ref _isServing, 0) == 1)
        {
            logger.ServingFresh(Interlocked.Exchange(ref _served, 0));
        }
    }
}
