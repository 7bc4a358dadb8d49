using DroasBot.GuildConfig.Settings;
using DroasBot.GuildConfig.Storage.Reading;

namespace DroasBot.GuildConfig.Storage.Maintenance;

/// <summary>Verifies the stored data; see docs/design/verification.md.</summary>
internal sealed class StoreVerifier(ReaderPool pool, IDatabaseAdministration administration, IDatabaseDialect dialect, SettingsRegistry registry)
{
    private static readonly Statement _orphans = new(
        "SELECT b.id FROM background_asset AS b WHERE NOT EXISTS (SELECT 1 FROM guild_config AS g WHERE g.background_ref = b.id)")
    { TimeoutSeconds = 600 };

    private static readonly Statement _count = new("SELECT (SELECT count(*) FROM guild_config) + (SELECT count(*) FROM guild_config_change)") { TimeoutSeconds = 600 };

    /// <param name="progress">Receives the number of guilds and changes checked; may be <see langword="null"/>.</param>
    /// <param name="cancellationToken">Cancels the verification.</param>
    public async Task<IReadOnlyList<string>> VerifyAsync(IProgress<RowProgress>? progress, CancellationToken cancellationToken)
    {
        var problems = new ProblemList();
        var (done, total) = (0L, 0L);
        if (progress is not null)
        {
            await CheckAsync("the rows", problems, async () => total = await pool.ReadNumberAsync(_count, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
        }

        await CheckAsync("the file", problems, () => administration.CheckIntegrityAsync(problems.Add, cancellationToken)).ConfigureAwait(false);
        await CheckAsync("background assets", problems, () => FindOrphansAsync(problems, cancellationToken)).ConfigureAwait(false);
        await CheckAsync("background images", problems, () => new ContentCheck(pool, problems).RunAsync(cancellationToken)).ConfigureAwait(false);
        await CheckAsync("guilds", problems, () => GoThroughAsync(new GuildCheck(registry, problems), Tell, cancellationToken)).ConfigureAwait(false);
        await CheckAsync("changes", problems, () => GoThroughAsync(new ChangeLogCheck(registry, problems), Tell, cancellationToken)).ConfigureAwait(false);
        await CheckAsync("missing changes", problems, () => new MissingChangesCheck(pool, problems).RunAsync(cancellationToken)).ConfigureAwait(false);
        return problems.ToList();

        void Tell(int visited) => progress?.Report(new RowProgress(done += visited, total));
    }

    /// <summary>Damage ends one check and is reported as a problem; any other failure is thrown.</summary>
    private async Task CheckAsync(string what, ProblemList problems, Func<Task> check)
    {
        try
        {
            await check().ConfigureAwait(false);
        }
        catch (GuildConfigStoreException failure) when (failure.InnerException is { } cause && (cause is FormatException || dialect.IsDamage(cause)))
        {
            problems.Add($"The check of {what} did not complete. {failure.Message}");
        }
    }

    private Task<bool> FindOrphansAsync(ProblemList problems, CancellationToken cancellationToken)
        => pool.ReadAsync(
            _orphans,
            async cursor =>
            {
                while (await cursor.MoveNextAsync().ConfigureAwait(false))
                {
                    problems.Add($"The background asset {cursor.Row.Guid(0)} belongs to no guild.");
                }

                return true;
            },
            cancellationToken);

    /// <summary>Page by page, so that no read transaction stays open for long.</summary>
    private async Task GoThroughAsync(PagedCheck check, Action<int> tell, CancellationToken cancellationToken)
    {
        while (!check.IsDone)
        {
            await pool.ReadAsync(
                check.Statement,
                async cursor =>
                {
                    while (await cursor.MoveNextAsync().ConfigureAwait(false))
                    {
                        check.Visit(cursor.Row);
                    }

                    return true;
                },
                cancellationToken,
                check.BeginPage()).ConfigureAwait(false);
            check.EndPage();
            tell(check.Visited);
        }
    }
}
