using System.Data.Common;
using System.Runtime.CompilerServices;
using DroasBot.GuildConfig.Commands.CommandLine;
using DroasBot.GuildConfig.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace DroasBot.GuildConfig.Commands.Transfer;

/// <summary>The guilds of another file: an export, or an SQLite database such as a backup.</summary>
internal sealed class OtherGuilds(string file)
{
    /// <summary>https://sqlite.org/fileformat2.html#the_database_header</summary>
    private const int WriteVersionOffset = 18;
    private const byte WriteAheadVersion = 2;

    private static readonly byte[] _signature = "SQLite format 3\0"u8.ToArray();

    /// <summary>Reads them ordered by id.</summary>
    /// <exception cref="CommandException">The file does not exist, or is neither.</exception>
    public async IAsyncEnumerable<GuildRecord> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        if (!File.Exists(file))
        {
            throw CommandException.NotUnderstood($"There is no file '{Path.GetFullPath(file)}'.");
        }

        var header = ReadHeader();
        var isDatabase = header.AsSpan().StartsWith(_signature);
        var guilds = isDatabase ? ReadDatabaseAsync(isInUse: header[WriteVersionOffset] == WriteAheadVersion, cancellationToken) : ReadExportAsync(cancellationToken);
        await foreach (var record in guilds.ConfigureAwait(false))
        {
            yield return record;
        }
    }

    private byte[] ReadHeader()
    {
        using var stream = File.OpenRead(file);
        var header = new byte[WriteVersionOffset + 1];
        stream.ReadAtLeast(header, header.Length, throwOnEndOfStream: false);
        return header;
    }

    private static ServiceProvider Open(string database)
    {
        var services = new ServiceCollection();
        services.AddGuildConfig(options => (options.ConnectionString, options.CreateIfMissing, options.MigrateOnStartup, options.PreloadOnStartup, options.HistoryLimit)
            = (new DbConnectionStringBuilder { ["Data Source"] = database }.ConnectionString, false, false, false, null));
        return services.BuildServiceProvider();
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

    /// <summary>Opens a copy, because a start creates a log next to the file, and a backup must stay as it is.</summary>
    private async IAsyncEnumerable<GuildRecord> ReadDatabaseAsync(bool isInUse, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var directory = Directory.CreateTempSubdirectory("guild-config-diff-");
        try
        {
            var copy = Path.Combine(directory.FullName, "copy.db");
            await CopyAsync(copy, isInUse, cancellationToken).ConfigureAwait(false);
            var provider = Open(copy);
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

    /// <summary>A file that bots may be writing is copied by SQLite, as of one instant.</summary>
    private async Task CopyAsync(string copy, bool isInUse, CancellationToken cancellationToken)
    {
        if (!isInUse)
        {
            File.Copy(file, copy);
            return;
        }

        var source = Open(Path.GetFullPath(file));
        await using (source.ConfigureAwait(false))
        {
            await source.GetRequiredService<IDatabaseAdministration>().BackupAsync(copy, cancellationToken).ConfigureAwait(false);
        }
    }
}
