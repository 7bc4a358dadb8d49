using System.Runtime.CompilerServices;
using DroasBot.GuildConfig.Internal;
using Microsoft.Coyote.Runtime;
using Microsoft.Coyote.Specifications;

namespace DroasBot.GuildConfig.Coyote.Database;

/// <summary>Reads the database in memory for the cache.</summary>
internal sealed class ExploredRepository(ExploredDatabase database) : IGuildConfigRepository
{
    private bool _isScanned;

    /// <summary>Gets how often all guilds have been read.</summary>
    public int Scans { get; private set; }

    public async ValueTask<LoadedGuild> FindAsync(ulong guildId, CancellationToken cancellationToken)
    {
        await database.StepAsync(DatabaseStep.Read);
        var seen = new LoadedGuild(database.Find(guildId), database.Clock.Revision);
        await Task.Yield();
        return seen;
    }

    public async Task<long> ReadRevisionAsync(CancellationToken cancellationToken)
    {
        await database.StepAsync(DatabaseStep.Read);
        return database.Clock.Revision;
    }

    public Task<long> CountAsync(CancellationToken cancellationToken) => Task.FromResult((long)database.List().Count);

    public Task<long> CountOwnAsync(CancellationToken cancellationToken) => CountAsync(cancellationToken);

    public async Task<(int Count, GuildConfigStoreException? First)> ScanAsync(Func<LoadedGuild, bool> visit, CancellationToken cancellationToken)
    {
        Specification.Assert(!_isScanned, "Two loads of all guilds at the same time.");
        _isScanned = true;
        try
        {
            await database.StepAsync(DatabaseStep.Read);
            var (seen, revision) = (database.List(), database.Clock.Revision);
            foreach (var row in seen)
            {
                SchedulingPoint.Interleave();
                if (!visit(new LoadedGuild(row, revision)))
                {
                    break;
                }
            }

            Scans++;
            return (0, null);
        }
        finally
        {
            _isScanned = false;
        }
    }

    public async IAsyncEnumerable<GuildConfigSnapshot> ListAsync(ulong afterGuildId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var row in database.List().Where(row => row.GuildId > afterGuildId).OrderBy(row => row.GuildId))
        {
            yield return row;
        }

        await Task.CompletedTask;
    }
}
