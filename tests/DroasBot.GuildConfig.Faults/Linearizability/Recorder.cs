using DroasBot.GuildConfig.Contract.Linearizability;
using DroasBot.GuildConfig.Faults.Support;

namespace DroasBot.GuildConfig.Faults.Linearizability;

/// <summary>Tasks that make random calls to the service, and the history of what they saw.</summary>
internal sealed class Recorder(FaultHost host)
{
    public const int Tasks = 16;
    public const int Guilds = 4;

    private readonly List<(long Revision, ulong? Value)>[] _restorable = [.. Enumerable.Range(0, Guilds + 1).Select(_ => new List<(long, ulong?)>())];
    private long _instant;

    public async Task<IReadOnlyList<Operation>> RunAsync(int operations, int seed)
    {
        var histories = await Task.WhenAll(Enumerable.Range(0, Tasks).Select(slot => Task.Run(() => RunTaskAsync(slot, operations / Tasks, new Random((seed * Tasks) + slot)))));
        return [.. histories.SelectMany(history => history)];
    }

    private async Task<List<Operation>> RunTaskAsync(int slot, int operations, Random random)
    {
        var history = new List<Operation>(operations);
        while (history.Count < operations)
        {
            var guild = (ulong)random.Next(Guilds) + 1;
            var kind = random.Next(100);
            if (kind < 15)
            {
                // Makes reads come from the database too, and race with writes.
                host.Cache.Invalidate(guild);
                continue;
            }

            var call = kind switch
            {
                < 65 => ReadAsync(guild),
                < 80 => UpdateAsync(guild, ((ulong)(slot + 1) << 32) + (ulong)history.Count),
                < 90 => DeleteAsync(guild),
                _ => RestoreAsync(guild, random),
            };
            history.Add(await call(slot));
        }

        return history;
    }

    private Func<int, Task<Operation>> ReadAsync(ulong guild) => slot => TimeAsync(guild, slot, async () =>
    {
        var snapshot = await host.Service.GetAsync(guild);
        return new Claim.Read(snapshot.Revision, snapshot.WelcomeChannelId);
    });

    private Func<int, Task<Operation>> UpdateAsync(ulong guild, ulong value) => slot => TimeAsync(guild, slot, async () =>
    {
        ulong? found = null;
        var snapshot = await host.Service.UpdateAsync(guild, editor =>
        {
            found = editor.WelcomeChannelId;
            editor.WelcomeChannelId = value;
        });
        lock (_restorable)
        {
            _restorable[guild].Add((snapshot.Revision, snapshot.WelcomeChannelId));
        }

        return new Claim.Update(found, snapshot.Revision, snapshot.WelcomeChannelId);
    });

    private Func<int, Task<Operation>> DeleteAsync(ulong guild) => slot => TimeAsync(guild, slot, async () => new Claim.Delete(await host.Service.DeleteAsync(guild)));

    private Func<int, Task<Operation>> RestoreAsync(ulong guild, Random random)
    {
        lock (_restorable)
        {
            if (_restorable[guild] is not { Count: > 0 } all)
            {
                return ReadAsync(guild);
            }

            var (revision, value) = all[random.Next(all.Count)];
            return slot => TimeAsync(guild, slot, async () =>
            {
                var snapshot = await host.Log.RestoreAsync(guild, revision);
                return new Claim.Restore(value, snapshot.Revision, snapshot.WelcomeChannelId);
            });
        }
    }

    private async Task<Operation> TimeAsync(ulong guild, int slot, Func<Task<Claim>> call)
    {
        var begun = Interlocked.Increment(ref _instant);
        var claim = await call();
        return new Operation(guild, slot, begun, Interlocked.Increment(ref _instant), claim);
    }
}
