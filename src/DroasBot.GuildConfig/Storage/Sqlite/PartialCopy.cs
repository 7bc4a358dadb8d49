using Microsoft.Data.Sqlite;

namespace DroasBot.GuildConfig.Storage.Sqlite;

/// <summary>A copy of a database that is created under a temporary name, and renamed only when it is complete and durable.</summary>
internal sealed class PartialCopy : IDisposable
{
    private readonly string _target;
    private readonly string _partial;
    private readonly SqliteConnectionStringBuilder _connectionString;
    private readonly SqlitePragmas _pragmas;

    /// <summary>Creates an empty file for SQLite to fill; created here so that it is readable only to those who may read the original.</summary>
    /// <param name="target">The final name.</param>
    /// <param name="like">The file whose permissions it gets.</param>
    /// <param name="connectionString">The connection string of databases.</param>
    /// <param name="pragmas">The settings of connections.</param>
    public PartialCopy(string target, string like, SqliteConnectionStringBuilder connectionString, SqlitePragmas pragmas)
    {
        (_target, _connectionString, _pragmas) = (target, connectionString, pragmas);
        _partial = PartialFile.PathOf(target);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = File.GetUnixFileMode(like);
        }

        new FileStream(_partial, options).Dispose();
        FileOwner.Copy(like, _partial);
    }

    /// <summary>Copies everything that a connection sees, as of one instant.</summary>
    public void Fill(InterruptibleConnection source) => source.Execute("VACUUM INTO @target", ("@target", _partial));

    /// <summary>Gives the copy its own identity, checks it, and makes it durable.</summary>
    public void Finish(CancellationToken cancellationToken)
    {
        GiveOwnIdentity(cancellationToken);
        ThrowIfDamaged(cancellationToken);
        using var file = new FileStream(_partial, FileMode.Open, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
        file.Flush(flushToDisk: true);
    }

    /// <summary>Renames it to its final name, where no file may exist.</summary>
    public void Publish()
    {
        File.Move(_partial, _target);
        DirectoryFlush.Of(_target);
    }

    /// <summary>Removes it, unless it was published.</summary>
    public void Dispose()
    {
        try
        {
            File.Delete(_partial);
        }
        catch (Exception stays) when (FileFailure.IsOne(stays))
        {
            // The caller already gets the failure that led here.
        }
    }

    /// <summary>By its identity, a start detects that the original's log does not belong to the copy, and a node that the copy has its own future.</summary>
    private void GiveOwnIdentity(CancellationToken cancellationToken)
    {
        using var copy = Open(SqliteOpenMode.ReadWrite, cancellationToken);

        // The copy is discarded if this fails, so it needs no journal, which would be another file.
        copy.Read("PRAGMA journal_mode = memory", _ => { });
        CopyIdentity.Renew(copy);
    }

    private void ThrowIfDamaged(CancellationToken cancellationToken)
    {
        using var copy = Open(SqliteOpenMode.ReadOnly, cancellationToken);
        SqliteIntegrity.CheckStructure(copy, problem => throw new IOException($"The copy cannot be used. {problem}"));
        copy.Execute("SELECT revision FROM guild_config_clock");
    }

    private InterruptibleConnection Open(SqliteOpenMode mode, CancellationToken cancellationToken)
        => new(new SqliteConnectionStringBuilder(_connectionString.ConnectionString) { DataSource = _partial, Mode = mode, Pooling = false }.ConnectionString, _pragmas, cancellationToken);
}
