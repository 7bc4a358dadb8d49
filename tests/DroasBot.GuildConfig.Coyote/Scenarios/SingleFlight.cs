using Microsoft.Coyote.Specifications;

namespace DroasBot.GuildConfig.Coyote.Scenarios;

/// <summary>Many callers read a guild that is not cached, and one of them gives up: there is one query, and all others get the value.</summary>
internal static class SingleFlight
{
    public static async Task RunAsync()
    {
        using var explored = new ExploredCache();
        using var givingUp = new CancellationTokenSource();
        var guildId = ExploredCache.Guilds.One;
        var revision = explored.Repository.Write(guildId).Revision;

        var readers = Enumerable.Range(0, 3).Select(_ => Task.Run(() => explored.ReadAsync(guildId))).ToArray();
        var leaver = Task.Run(() => LeaveAsync(explored, guildId, givingUp.Token));
        var canceller = Task.Run(givingUp.Cancel);
        var read = await Task.WhenAll(readers);
        await leaver;
        await canceller;

        Specification.Assert(read.All(snapshot => snapshot.Revision == revision), "A reader got another value.");
        Specification.Assert(explored.Repository.Queries == 1, "{0} queries.", explored.Repository.Queries);
    }

    private static async Task LeaveAsync(ExploredCache explored, ulong guildId, CancellationToken cancellationToken)
    {
        try
        {
            await explored.ReadAsync(guildId, cancellationToken);
        }
        catch (OperationCanceledException cancelled)
        {
            Specification.Assert(cancelled.CancellationToken == cancellationToken, "Another token was cancelled.");
        }
    }
}
