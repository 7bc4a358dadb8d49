using System.Globalization;
using System.Runtime.CompilerServices;
using DroasBot.GuildConfig.Internal;
using DroasBot.GuildConfig.Storage.Reading;

namespace DroasBot.GuildConfig.Lifecycle;

/// <summary>Records which guilds the bot is in.</summary>
internal sealed class GuildConfigLifecycle(
    DepartureReader departures,
    DepartureWriter writer,
    DeparturePurger purger,
    IStartupGate gate,
    ReentrancyGuard scope) : IGuildConfigLifecycle
{
    public async Task MarkPresentAsync(ulong guildId, CancellationToken cancellationToken = default)
    {
        Snowflake.ThrowIfInvalid(guildId);
        await EnterAsync(cancellationToken).ConfigureAwait(false);
        if (await departures.HasDepartedAsync(guildId, cancellationToken).ConfigureAwait(false))
        {
            await writer.RemoveAsync([guildId], cancellationToken).ConfigureAwait(false);
            await purger.CountAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public async Task MarkLeftAsync(ulong guildId, CancellationToken cancellationToken = default)
    {
        Snowflake.ThrowIfInvalid(guildId);
        await EnterAsync(cancellationToken).ConfigureAwait(false);
        await writer.AddAsync(guildId, cancellationToken).ConfigureAwait(false);
        await purger.CountAsync(cancellationToken).ConfigureAwait(false);
    }

    public async Task<GuildReconciliation> ReconcileAsync(IReadOnlyCollection<ulong> presentGuildIds, double maxShareLeft = 0.05, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(presentGuildIds);
        var present = new HashSet<ulong>(presentGuildIds);
        Snowflake.ThrowIfInvalid(present.Contains(0) ? 0 : null, nameof(presentGuildIds));
        if (maxShareLeft is not (>= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(maxShareLeft), maxShareLeft, "A share must be from 0 to 1.");
        }

        await EnterAsync(cancellationToken).ConfigureAwait(false);
        var departed = await departures.ReadDepartedAsync(cancellationToken).ConfigureAwait(false);
        var stored = await departures.ReadStoredAsync(cancellationToken).ConfigureAwait(false);
        var known = stored.Where(guild => !departed.Contains(guild)).ToList();
        var missing = known.FindAll(guild => !present.Contains(guild));
        if (missing.Count > maxShareLeft * known.Count)
        {
            throw new GuildConfigException(string.Create(
                CultureInfo.InvariantCulture,
                $"{missing.Count} of {known.Count} stored guilds are missing among the {present.Count} in which the bot is reported to be, more than the share of {maxShareLeft} that may have left. Nothing was changed. Pass all guilds of all shards of this process, including unavailable ones; if that many have really left, pass a larger maxShareLeft."));
        }

        var returned = await writer.RemoveAsync([.. departed.Where(present.Contains)], cancellationToken).ConfigureAwait(false);
        var left = await writer.AddStoredAsync(missing, cancellationToken).ConfigureAwait(false);
        purger.Reconciled();
        await purger.CountAsync(cancellationToken).ConfigureAwait(false);
        return new GuildReconciliation(stored.Count(present.Contains), left, returned);
    }

    public async IAsyncEnumerable<GuildDeparture> ListDeparturesAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await EnterAsync(cancellationToken).ConfigureAwait(false);
        await foreach (var departure in departures.ListAsync(cancellationToken).ConfigureAwait(false))
        {
            yield return departure;
        }
    }

    private ValueTask EnterAsync(CancellationToken cancellationToken)
    {
        scope.ThrowIfInside();
        return gate.EnsureStartedAsync(cancellationToken);
    }
}
