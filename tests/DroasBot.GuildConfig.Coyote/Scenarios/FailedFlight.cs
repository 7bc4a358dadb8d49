using DroasBot.GuildConfig.Tests.Support;
using Microsoft.Coyote.Random;
using Microsoft.Coyote.Specifications;

namespace DroasBot.GuildConfig.Coyote.Scenarios;

/// <summary>Many callers read a guild while the database fails, and then recovers: each gets the value or an exception of its own, and no failure is cached.</summary>
internal static class FailedFlight
{
    public static async Task RunAsync()
    {
        using var explored = new ExploredCache();
        var guildId = ExploredCache.Guilds.One;
        var revision = explored.Repository.Write(guildId).Revision;
        var outage = StubRepository.Outage();
        var isDown = true;

        // A load that fails immediately ends before its reader continues; one that fails later ends by itself.
        explored.Repository.Failure = Generator.Create().NextBoolean() ? outage : null;
        explored.Repository.AfterSight = async () =>
        {
            await Task.Yield();
            if (isDown)
            {
                throw outage;
            }
        };

        var readers = Enumerable.Range(0, 3).Select(_ => Task.Run(() => TryReadAsync(explored, guildId))).ToArray();
        var repair = Task.Run(() => (isDown, explored.Repository.Failure) = (false, null));
        var failures = (await Task.WhenAll(readers)).OfType<Exception>().ToArray();
        await repair;

        Specification.Assert(failures.Distinct(ReferenceEqualityComparer.Instance).Count() == failures.Length, "Two readers got the same exception object.");
        Specification.Assert(failures.All(failure => !ReferenceEquals(failure, outage)), "A reader got the flight's exception object.");
        Specification.Assert((await explored.ReadAsync(guildId)).Revision == revision, "A failure was cached.");
    }

    private static async Task<Exception?> TryReadAsync(ExploredCache explored, ulong guildId)
    {
        try
        {
            await explored.ReadAsync(guildId);
            return null;
        }
        catch (GuildConfigStoreException failure)
        {
            return failure;
        }
    }
}
