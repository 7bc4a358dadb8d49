using DroasBot.GuildConfig.Coyote.Database;
using Microsoft.Coyote.Random;
using Microsoft.Coyote.Specifications;

namespace DroasBot.GuildConfig.Coyote.Scenarios;

/// <summary>Many callers write while the database fails at any step, including the response to a commit: what callers were told is what is stored, once, and everything works afterwards.</summary>
internal static class FailingCommits
{
    public static async Task RunAsync()
    {
        var chance = Generator.Create();
        using var explored = new ExploredWriter(ExploredWriter.Endless, isPatient: chance.NextBoolean());
        var (one, sibling, _) = ExploredCache.Guilds;
        var failures = 3;
        explored.Database.Failure = _ => failures > 0 && chance.NextInteger(4) == 0 ? Fail() : null;
        Task[] work =
        [
            Task.Run(() => explored.UpdateTwiceAsync(one)),
            Task.Run(() => explored.UpdateAsync(sibling)),
            Task.Run(() => explored.TransactAsync(one, sibling)),
            Task.Run(() => explored.ReadAsync(one)),
        ];
        await Task.WhenAll(work);

        failures = 0;
        var failure = (await explored.UpdateAsync(one)).Failure;
        Specification.Assert(failure is null, "A write failed after the outage: {0}", failure);
        Specification.Assert(explored.Health.Failure is null, "The writer still counts as failing after a successful write.");
        await explored.EndAsync();

        Exception Fail()
        {
            failures--;
            return chance.NextBoolean() ? ExploredDatabase.Outage() : new GuildConfigStoreException("Refused.", isTransient: false);
        }
    }
}
