namespace DroasBot.GuildConfig.Sample.Bot;

/// <summary>Fills a database through the public API, as many simultaneous callers: an acknowledged guild is as durable as any other.</summary>
internal sealed class Seed(IGuildConfigService configs, WelcomeImages images)
{
    private const int Callers = 256;
    private const int ReportEvery = 250;

    private static readonly ChangeContext _context = new() { Reason = "seed of the sample" };

    /// <summary>Finds what is left to seed: everything on a first run, the rest after an interrupted one.</summary>
    public async Task<IReadOnlyList<int>> FindMissingAsync(int guilds, CancellationToken cancellationToken)
    {
        var stored = new HashSet<ulong>();
        await foreach (var snapshot in configs.ListAsync(cancellationToken))
        {
            stored.Add(snapshot.GuildId);
        }

        return [.. Enumerable.Range(0, guilds).Where(number => !stored.Contains(GuildIds.Seeded(number)))];
    }

    public async Task PlantAsync(IReadOnlyList<int> numbers, IProgress<GuildConfigPreloadProgress> progress, CancellationToken cancellationToken)
    {
        var planted = 0;
        var callers = new ParallelOptions { MaxDegreeOfParallelism = Callers, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(numbers, callers, async (number, token) =>
        {
            await PlantAsync(number, token);
            var done = Interlocked.Increment(ref planted);
            if (done % ReportEvery == 0 || done == numbers.Count)
            {
                progress.Report(new GuildConfigPreloadProgress(done, numbers.Count));
            }
        });
    }

    /// <summary>One guild in ten has only joined; the others have chosen a channel, and half of those a background.</summary>
    private async Task<GuildConfigSnapshot> PlantAsync(int number, CancellationToken cancellationToken)
    {
        var guildId = GuildIds.Seeded(number);
        if (number % 10 == 9)
        {
            return await configs.GetOrCreateAsync(guildId, _context, cancellationToken);
        }

        var image = number % 2 == 0 ? await images.UploadAsync(number / 2, cancellationToken) : null;
        return await configs.UpdateAsync(guildId, editor => Choose(editor, image), _context, cancellationToken);
    }

    private static void Choose(GuildConfigEditor editor, BackgroundContent? image)
    {
        editor.WelcomeChannelId = GuildIds.ChannelOf(editor.GuildId, number: 0);
        if (image is not null)
        {
            editor.SetBackground(image);
        }
    }
}
