using System.Runtime.CompilerServices;
using DroasBot.GuildConfig.Commands.CommandLine;
using DroasBot.GuildConfig.Storage.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace DroasBot.GuildConfig.Commands.Transfer;

/// <summary>The guilds of a file next to the database: an export, or another SQLite database, such as a backup.</summary>
internal sealed class OtherGuilds(string file)
{
    private static readonly byte[] _signature = "SQLite format 3\0"u8.ToArray();

    /// <summary>Reads them by id.</summary>
    /// <exception cref="CommandException">The file is not there, or is neither.</exception>
    public async IAsyncEnumerable<GuildRecord> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        if (!File.Exists(file))
        {
            throw CommandException.NotUnderstood($"There is no file '{Path.GetFullPath(file)}'.");
        }

        await foreach (var record in (IsDatabase() ? ReadDatabaseAsync(cancellationToken) : ReadExportAsync(cancellationToken)).ConfigureAwait(false))
        {
            yield return record;
        }
    }

    private bool IsDatabase()
    {
        using var stream = File.OpenRead(file);
        var begin = new byte[_signature.Length];
        return stream.ReadAtLeast(begin, begin.Length, throwOnEndOfStream: false) == begin.Length && begin.SequenceEqual(_signature);
    }

    private async IAsyncEnumerable<GuildRecord> ReadExportAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var lines = GuildLines.OpenFile(file);
        await using (lines.ConfigureAwait(false))
        {
            var last = 0UL;
            await foreach (var (line, record) in lines.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                last = record.GuildId > last ? record.GuildId : throw new GuildConfigException($"Line {line}: guild {record.GuildId} comes after a larger id; an export is sorted by id.");
                yield return record;
            }
        }
    }

    /// <summary>A start makes a log next to a backup, and a backup is to stay what it is; so a copy is opened.</summary>
    private async IAsyncEnumerable<GuildRecord> ReadDatabaseAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var directory = Directory.CreateTempSubdirectory("guild-config-diff-");
        try
        {
            var copy = Path.Combine(directory.FullName, "copy.db");
            Copy(copy);
            var services = new ServiceCollection();
            services.AddGuildConfig(options => (options.ConnectionString, options.CreateIfMissing, options.MigrateOnStartup, options.PreloadOnStartup, options.HistoryLimit)
                = ($"Data Source={copy}", false, false, false, null));
            var provider = services.BuildServiceProvider();
            await using (provider.ConfigureAwait(false))
            {
                await foreach (var guild in provider.GetRequiredService<IGuildConfigService>().ListAsync(cancellationToken).ConfigureAwait(false))
                {
                    yield return GuildRecord.Of(guild);
                }
            }
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private void Copy(string copy)
    {
        var source = Path.GetFullPath(file);
        File.Copy(source, copy);
        if (DatabaseFile.HasLog(source))
        {
            File.Copy(source + "-wal", copy + "-wal");
        }
    }
}
