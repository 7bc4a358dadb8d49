using DroasBot.GuildConfig.Settings;
using DroasBot.GuildConfig.Storage.Schema;
using DroasBot.GuildConfig.Storage.Transfer;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace DroasBot.GuildConfig.Storage.Sqlite.Salvage;

/// <summary>Copies what can be read of a damaged file into a new one. See docs/design/moving.md.</summary>
internal static class DatabaseSalvage
{
    /// <summary>The page size of a new file.</summary>
    private const int NewPageSize = 4096;

    /// <summary>Reads the damaged file with its log, neither of which it changes, and fills the new one.</summary>
    /// <param name="damaged">The path of the damaged file. No process may have it open.</param>
    /// <param name="target">The services of the library on a new SQLite file. They must not be started.</param>
    /// <param name="progress">Receives the progress every thousand rows; the total is unknown, and reported as 0. May be <see langword="null"/>.</param>
    /// <param name="cancellationToken">Cancels the salvage; no bot then starts on the target until it is repeated, unless only the verification was left.</param>
    /// <exception cref="GuildConfigStoreException">One of the files is unsuitable; the message says what to do.</exception>
    public static Task<SalvageReport> RunAsync(
        string damaged, IServiceProvider target, IProgress<RowProgress>? progress = null, CancellationToken cancellationToken = default)
        => Task.Run(
            () => RunAsync(Find(damaged), target.GetRequiredService<EmptyTarget>(), target.GetRequiredService<SettingsRegistry>(), progress, cancellationToken), cancellationToken);

    private static string Find(string damaged)
    {
        var file = SqliteConnectionStrings.Parse(new SqliteConnectionStringBuilder { DataSource = Path.GetFullPath(damaged) }.ConnectionString).File;
        if (DatabaseFile.LengthOf(file) == 0)
        {
            throw new ArgumentException($"The file '{file}' does not exist, or is empty. Name the damaged database; nothing was created.", nameof(damaged));
        }

        return FileUsers.Find(file).Users is not { Count: > 0 } users ? file
            : throw new GuildConfigStoreException($"The database '{file}' is in use by {FileUsers.Describe(users)}. Stop it, and salvage again; nothing was created.", isTransient: true, innerException: null);
    }

    private static async Task<SalvageReport> RunAsync(
        string damaged, EmptyTarget target, SettingsRegistry registry, IProgress<RowProgress>? progress, CancellationToken cancellationToken)
    {
        if (DatabaseFile.Suffixes.Any(suffix => target.Name == damaged + suffix))
        {
            throw new ArgumentException($"'{target.Name}' is the damaged database itself, or its log. Name a new file; nothing was changed.");
        }

        try
        {
            using (await target.PrepareAsync(UnfinishedTarget.Salvage, sourceEpoch: null, cancellationToken).ConfigureAwait(false))
            {
                using var copy = SalvageCopy.Make(damaged, PartialFile.PathOf(target.Name), ReadFirstPage(target.Name));
                Salvage? salvage = null;
                await target.FillAsync(
                    UnfinishedTarget.Salvage,
                    fill => (salvage = new Salvage(copy.Connection, fill, registry, progress)).RunAsync(cancellationToken),
                    cancellationToken).ConfigureAwait(false);
                var problems = await target.VerifyAsync(cancellationToken).ConfigureAwait(false);
                return new SalvageReport(damaged, target.Name, copy.Log, salvage!.Tables, salvage.Guilds, salvage.Revision, problems);
            }
        }
        catch (Exception failure) when (FileFailure.IsOne(failure))
        {
            throw new GuildConfigStoreException(
                $"The salvage of '{damaged}' into '{target.Name}' did not complete: {FileFailure.Explain(failure)}. The damaged files are as they were; salvage again when the cause is gone. ({failure.Message})",
                isTransient: false,
                failure);
        }
    }

    /// <summary>Nothing in this process has the file open now, so closing it drops no locks.</summary>
    private static byte[] ReadFirstPage(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var page = new byte[NewPageSize];
        stream.ReadExactly(page);
        return page;
    }
}
