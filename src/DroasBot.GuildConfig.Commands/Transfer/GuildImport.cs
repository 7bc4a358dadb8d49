namespace DroasBot.GuildConfig.Commands.Transfer;

/// <summary>Imports the guilds of an export into a database, a bounded number per unit of work.</summary>
internal sealed class GuildImport(IGuildConfigService configs, ChannelMap channels, IGuildSettingsSchema schema, ChangeContext context)
{
    private const int GuildsPerUnit = 100;

    /// <summary>Runs the whole import, but rolls each unit of work back, so that the library's own rules are applied.</summary>
    public Task<ImportTally> TryAsync(IAsyncEnumerable<(long Line, GuildRecord Record)> guilds, Action<GuildDifference> show, CancellationToken cancellationToken)
        => RunAsync(guilds, keep: false, show, cancellationToken);

    /// <summary>Runs the import. If it fails midway, earlier units of work stay; repeating the import does the rest.</summary>
    public Task<ImportTally> WriteAsync(IAsyncEnumerable<(long Line, GuildRecord Record)> guilds, CancellationToken cancellationToken)
        => RunAsync(guilds, keep: true, _ => { }, cancellationToken);

    private async Task<ImportTally> RunAsync(
        IAsyncEnumerable<(long Line, GuildRecord Record)> guilds, bool keep, Action<GuildDifference> show, CancellationToken cancellationToken)
    {
        var tally = new ImportTally();
        await foreach (var unit in guilds.Chunk(GuildsPerUnit).WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            foreach (var difference in await RunUnitAsync(unit, keep, cancellationToken).ConfigureAwait(false))
            {
                tally.Add(difference);
                show(difference);
            }
        }

        return tally;
    }

    private async Task<List<GuildDifference>> RunUnitAsync((long Line, GuildRecord Record)[] unit, bool keep, CancellationToken cancellationToken)
    {
        var differences = new List<GuildDifference>(unit.Length);
        try
        {
            await configs.TransactAsync(
                async (transaction, token) =>
                {
                    // A unit of work may run again.
                    differences.Clear();
                    foreach (var (line, record) in unit)
                    {
                        differences.Add(await ApplyAsync(transaction, line, record, token).ConfigureAwait(false));
                    }

                    if (!keep)
                    {
                        throw new TakenBackException();
                    }
                },
                context,
                cancellationToken).ConfigureAwait(false);
        }
        catch (TakenBackException)
        {
            return differences;
        }

        // An edit that changes nothing creates no row, so these need another call.
        await Task.WhenAll(differences.Where(difference => difference.IsRowAlone).Select(difference => configs.GetOrCreateAsync(difference.GuildId, context, cancellationToken))).ConfigureAwait(false);
        return differences;
    }

    private async Task<GuildDifference> ApplyAsync(IGuildConfigTransaction transaction, long line, GuildRecord record, CancellationToken cancellationToken)
    {
        try
        {
            var before = await transaction.GetAsync(record.GuildId, cancellationToken).ConfigureAwait(false);
            return new GuildDifference(before, await transaction.UpdateAsync(record.GuildId, Apply, cancellationToken).ConfigureAwait(false));

            void Apply(GuildConfigEditor editor)
            {
                record.Apply(editor, before);
                channels.Apply(editor, schema, record.SettingsJson);
            }
        }
        catch (Exception refused) when (refused is ArgumentException or GuildSettingsValidationException or GuildConfigAccessDeniedException)
        {
            throw new GuildConfigException($"Line {line}, guild {record.GuildId}: {refused.Message}", refused);
        }
    }

    private sealed class TakenBackException : Exception;
}
