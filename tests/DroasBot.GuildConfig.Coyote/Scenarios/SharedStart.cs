using DroasBot.GuildConfig.Coyote.Database;
using Microsoft.Coyote.Random;
using Microsoft.Coyote.Specifications;

namespace DroasBot.GuildConfig.Coyote.Scenarios;

/// <summary>First calls arrive together with an explicit start, one of them gives up, and the database is not up yet: one start runs at a time, all callers get its outcome, a later call retries, and readers are never served guilds that no feed follows.</summary>
internal static class SharedStart
{
    public static async Task RunAsync()
    {
        var chance = Generator.Create();
        using var node = new ExploredNode(chance.NextBoolean() ? TimeSpan.FromSeconds(30) : TimeSpan.Zero);
        using var leaving = new CancellationTokenSource();
        var guildId = ExploredCache.Guilds.One;
        var revision = node.Database.Write(guildId).Revision;
        var most = chance.NextInteger(3);
        var failures = 0;
        node.Database.Failure = step => step is DatabaseStep.Open or DatabaseStep.Read && failures < most && chance.NextBoolean() && failures++ < most ? ExploredDatabase.Outage() : null;
        Task<Exception?>[] callers =
        [
            Task.Run(() => ReadAsync(node, guildId, revision, CancellationToken.None)),
            Task.Run(() => ReadAsync(node, guildId, revision, leaving.Token)),
            Task.Run(() => TryAsync(() => node.Startup.StartAsync(progress: null, CancellationToken.None))),
            Task.Run(() => TryAsync(() => node.Service.GetOrCreateAsync(ExploredCache.Guilds.Other))),
        ];
        var leaver = Task.Run(leaving.Cancel);
        var ended = await Task.WhenAll(callers);
        await leaver;

        Specification.Assert(ended[1] is null or GuildConfigStoreException || leaving.IsCancellationRequested, "A caller was cancelled although nobody asked for it.");
        Specification.Assert(new[] { ended[0], ended[2], ended[3] }.All(end => end is null or GuildConfigStoreException), "A caller that gave up made another one fail.");
        var failed = ended.OfType<GuildConfigStoreException>().ToArray();
        Specification.Assert(failed.Distinct(ReferenceEqualityComparer.Instance).Count() == failed.Length, "Two callers got the same exception object.");

        most = 0;
        Specification.Assert(await ReadAsync(node, guildId, revision, CancellationToken.None) is null, "A failed start was not retried.");
        for (var i = 0; node.Running == 0; i++)
        {
            Specification.Assert(i < 1000, "A reader was served what a failed start had left, which no feed follows.");
            await Task.Yield();
        }

        // A start that failed late had already loaded, too.
        Specification.Assert(node.Repository.Scans <= 1 + failures, "{0} starts with {1} failures.", node.Repository.Scans, failures);
        await node.EndAsync();
    }

    private static Task<Exception?> ReadAsync(ExploredNode node, ulong guildId, long revision, CancellationToken cancellationToken)
        => TryAsync(async () =>
        {
            var read = await node.Service.GetAsync(guildId, cancellationToken);
            Specification.Assert(read.Revision == revision, "A reader got revision {0}.", read.Revision);
            Specification.Assert(node.Cursor.Known.Epoch == node.Database.Clock.Epoch, "A reader was served before the cursor was set.");
        });

    private static async Task<Exception?> TryAsync(Func<Task> call)
    {
        try
        {
            await call();
            return null;
        }
        catch (Exception failure) when (failure is GuildConfigException or OperationCanceledException)
        {
            return failure;
        }
    }
}
