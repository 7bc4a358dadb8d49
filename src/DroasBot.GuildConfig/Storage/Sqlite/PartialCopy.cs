using Microsoft.Data.Sqlite;

namespace DroasBot.GuildConfig.Storage.Sqlite;

/// <summary>A copy of a database that is made under another name, and gets its own only when it is whole and durable.</summary>
internal sealed class PartialCopy : IDisposable
{
    private readonly string _target;
    private readonly string _partial;
    private readonly SqliteConnectionStringBuilder _connectionString;
    private readonly SqlitePragmas _pragmas;

    /// <summary>Makes an empty file, which is one that SQLite fills; made here so that nobody may read it who may not read the original.</summary>
    /// <param name="target">The name that it is to get.</param>
    /// <param name="like">The file whose permissions it gets.</param>
    /// <param name="connectionString">How databases are opened.</param>
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

    /// <summary>Copies all that a connection sees, as of one instant.</summary>
    public void Fill(InterruptibleConnection source) => source.Execute("VACUUM INTO @target", ("@target", _partial));

    /// <summary>Makes it another database than the original, looks whether it is sound, and makes it durable.</summary>
    public void Finish(CancellationToken cancellationToken)
    {
        GiveOwnIdentity(cancellationToken);
        ThrowIfDamaged(cancellationToken);
        using var file = new FileStream(_partial, FileMode.Open, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
        file.Flush(flushToDisk: true);
    }

    /// <summary>Gives it its name, at which there must be no file.</summary>
    public void Publish()
    {
        File.Move(_partial, _target);
        DirectoryFlush.Of(_target);
    }

    /// <summary>Removes it, unless it has its name.</summary>
    public void Dispose()
    {
        try
        {
            File.Delete(_partial);
        }
        catch (Exception stays) when (FileFailure.IsOne(stays))
        {
            // The caller who is told of the failure that led here has its message already.
        }
    }

    /// <summary>A start tells by it that the log of the original does not belong to the copy, and a node that the copy has a future of its own.</summary>
    private void GiveOwnIdentity(CancellationToken cancellationToken)
    {
        using var copy = Open(SqliteOpenMode.ReadWrite, cancellationToken);

        // The copy is thrown away if this fails, so it needs no journal, which would be a file next to it.
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
