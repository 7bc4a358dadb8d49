using System.Runtime.CompilerServices;

namespace DroasBot.GuildConfig.Sample.Bot;

/// <summary>How long the bot handles events, and when in that time something happens.</summary>
internal sealed record RunLength(TimeSpan Total)
{
    /// <summary>Yields the numbers from 0 on, evenly spread over the whole time, and ends silently when cancelled.</summary>
    public async IAsyncEnumerable<int> SpreadAsync(int events, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var begun = TimeProvider.System.GetTimestamp();
        for (var number = 0; number < events; number++)
        {
            // What handling the events before it took does not delay the next one.
            var left = (Total / (events + 1) * (number + 1)) - TimeProvider.System.GetElapsedTime(begun);
            await Task.Delay(left > TimeSpan.Zero ? left : TimeSpan.Zero, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (cancellationToken.IsCancellationRequested)
            {
                yield break;
            }

            yield return number;
        }
    }
}
