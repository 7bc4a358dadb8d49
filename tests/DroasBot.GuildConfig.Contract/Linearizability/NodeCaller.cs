using System.Collections.Concurrent;
using System.Globalization;

namespace DroasBot.GuildConfig.Contract.Linearizability;

/// <summary>A task that makes random calls to a node, and records them.</summary>
/// <param name="node">The node.</param>
/// <param name="slot">The task's number among all tasks of all nodes.</param>
/// <param name="instants">The source of instants.</param>
/// <param name="restorable">The versions that updates on any node have created, by guild.</param>
/// <param name="random">The source of its decisions.</param>
internal sealed class NodeCaller(FaultyNode node, int slot, Instants instants, ConcurrentDictionary<ulong, ConcurrentStack<GuildConfigSnapshot>> restorable, Random random)
{
    private const int Guilds = 32;
    private const int BusyGuilds = 4;
    private const int Hundred = 100;
    private const int LongestPatience = 4;
    private const int Restorable = 16;

    private readonly List<NodeCall> _calls = [];
    private readonly Dictionary<ulong, long> _seen = [];

    private bool OneIn(int several) => random.Next(several) == 0;

    /// <summary>Makes calls until the given number succeeded.</summary>
    public async Task<IReadOnlyList<NodeCall>> RunAsync(int made)
    {
        while (made > 0)
        {
            var guild = (ulong)random.Next(OneIn(4) ? Guilds : BusyGuilds) + 1;
            using var impatience = OneIn(20) ? new CancellationTokenSource(TimeSpan.FromMilliseconds(random.Next(LongestPatience))) : null;
            var call = new NodeCall(
                string.Create(CultureInfo.InvariantCulture, $"{slot}/{_calls.Count}"),
                node.Number,
                CallReading.Transaction,
                CallFate.Made,
                new Operation(guild, slot, Begun: 0, Returned: 0, new Claim.Read(0, null)));
            call = await MakeAsync(call, Choose(), impatience?.Token ?? CancellationToken.None);
            _calls.Add(call);
            made -= call.Fate == CallFate.Made ? 1 : 0;
        }

        return _calls;
    }

    private (CallReading Reading, Func<ContractNode, ulong, ChangeContext, CancellationToken, Task<Claim>> CallAsync) Choose() => random.Next(Hundred) switch
    {
        < 40 => (CallReading.Cache, ReadAsync),
        < 47 => (CallReading.Database, ReadInvalidatedAsync),
        < 52 => (CallReading.Database, ReadRefreshedAsync),
        < 70 => (CallReading.Transaction, UpdateAsync),
        < 78 => (CallReading.Transaction, UpdateExpectedAsync),
        < 84 => (CallReading.Transaction, DeleteAsync),
        < 90 => (CallReading.Transaction, RestoreAsync),
        < 95 => (CallReading.Transaction, ReadInUnitAsync),
        _ => (CallReading.Transaction, UpdateInUnitAsync),
    };

    private async Task<NodeCall> MakeAsync(
        NodeCall call, (CallReading Reading, Func<ContractNode, ulong, ChangeContext, CancellationToken, Task<Claim>> CallAsync) chosen, CancellationToken token)
    {
        var running = await node.Running;
        var begun = instants.Next();
        var claim = call.Operation.Claim;
        var fate = CallFate.Made;
        try
        {
            claim = await chosen.CallAsync(running, call.Operation.Guild, new ChangeContext { Reason = call.Id }, token);
        }
        catch (GuildConfigConflictException conflict)
        {
            claim = new Claim.Conflict(conflict.ExpectedRevision, conflict.ActualRevision);
        }
        catch (GuildConfigStoreException unknown) when (unknown.Message.Contains("is unknown", StringComparison.Ordinal))
        {
            fate = CallFate.Unknown;
        }
        catch (Exception failure) when (failure is GuildConfigException or OperationCanceledException or ObjectDisposedException)
        {
            fate = CallFate.NotMade;
        }

        return call with { Reading = chosen.Reading, Fate = fate, Operation = call.Operation with { Begun = begun, Returned = instants.Next(), Claim = claim } };
    }

    private async Task<Claim> ReadAsync(ContractNode running, ulong guild, ChangeContext context, CancellationToken token) => Seen(await running.Service.GetAsync(guild, token));

    private async Task<Claim> ReadInvalidatedAsync(ContractNode running, ulong guild, ChangeContext context, CancellationToken token)
    {
        running.Cache.Invalidate(guild);
        return Seen(await running.Service.GetAsync(guild, token));
    }

    private async Task<Claim> ReadRefreshedAsync(ContractNode running, ulong guild, ChangeContext context, CancellationToken token)
    {
        await running.Cache.RefreshAsync(guild, token);
        return Seen(await running.Service.GetAsync(guild, token));
    }

    private Task<Claim> UpdateAsync(ContractNode running, ulong guild, ChangeContext context, CancellationToken token)
        => UpdateAsync(guild, context, edit => running.Service.UpdateAsync(guild, edit, context, token));

    private Task<Claim> UpdateExpectedAsync(ContractNode running, ulong guild, ChangeContext context, CancellationToken token)
        => UpdateAsync(running, guild, context with { ExpectedRevision = _seen.GetValueOrDefault(guild) }, token);

    private async Task<Claim> DeleteAsync(ContractNode running, ulong guild, ChangeContext context, CancellationToken token)
        => new Claim.Delete(await running.Service.DeleteAsync(guild, context, token));

    private async Task<Claim> RestoreAsync(ContractNode running, ulong guild, ChangeContext context, CancellationToken token)
    {
        if (!restorable.TryGetValue(guild, out var versions) || versions.Skip(random.Next(Restorable)).FirstOrDefault() is not { } version)
        {
            return await DeleteAsync(running, guild, context, token);
        }

        var snapshot = await running.Log.RestoreAsync(guild, version.Revision, context, token);
        return new Claim.Restore(version.WelcomeChannelId, snapshot.Revision, snapshot.WelcomeChannelId);
    }

    private async Task<Claim> ReadInUnitAsync(ContractNode running, ulong guild, ChangeContext context, CancellationToken token)
    {
        GuildConfigSnapshot? snapshot = null;
        await running.Service.TransactAsync(async (unit, stop) => snapshot = await unit.GetAsync(guild, stop), context, token);
        return Seen(snapshot!);
    }

    private Task<Claim> UpdateInUnitAsync(ContractNode running, ulong guild, ChangeContext context, CancellationToken token)
        => UpdateAsync(guild, context, async edit =>
        {
            GuildConfigSnapshot? snapshot = null;
            await running.Service.TransactAsync(async (unit, stop) => snapshot = await unit.UpdateAsync(guild, edit, stop), context, token);
            return snapshot!;
        });

    private async Task<Claim> UpdateAsync(ulong guild, ChangeContext context, Func<Action<GuildConfigEditor>, Task<GuildConfigSnapshot>> update)
    {
        ulong? found = null;
        var value = ((ulong)(slot + 1) << 32) + (ulong)_calls.Count;
        var snapshot = await update(editor =>
        {
            found = editor.WelcomeChannelId;
            editor.WelcomeChannelId = value;
        });
        restorable.GetOrAdd(guild, static _ => new ConcurrentStack<GuildConfigSnapshot>()).Push(snapshot);
        _seen[guild] = snapshot.Revision;
        return new Claim.Update(found, snapshot.Revision, snapshot.WelcomeChannelId, context.ExpectedRevision);
    }

    private Claim.Read Seen(GuildConfigSnapshot snapshot)
    {
        _seen[snapshot.GuildId] = snapshot.Revision;
        return new Claim.Read(snapshot.Revision, snapshot.WelcomeChannelId);
    }
}
