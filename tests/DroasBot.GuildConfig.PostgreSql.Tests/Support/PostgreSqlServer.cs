using System.Diagnostics;
using DroasBot.GuildConfig.PostgreSql.Tests.Support;
using Npgsql;
using Xunit;

[assembly: AssemblyFixture(typeof(PostgreSqlServer))]

namespace DroasBot.GuildConfig.PostgreSql.Tests.Support;

/// <summary>A real server with a cluster of its own, on a Unix socket in a temporary directory; stopped and deleted at the end.</summary>
/// <remarks>One for the assembly; tests that restart it start one of their own.</remarks>
public sealed class PostgreSqlServer : IAsyncLifetime
{
    private const string Owner = "postgres";

    private readonly string? _binaries = Directory.Exists("/usr/lib/postgresql")
        ? Directory.GetDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin")).Where(bin => File.Exists(Path.Combine(bin, "initdb"))).Max(StringComparer.Ordinal)
        : null;

    private string? _directory;

    /// <summary>Gets the directory of the socket; skips the test where PostgreSQL is not installed.</summary>
    public string Host
    {
        get
        {
            Assert.SkipWhen(_binaries is null, "PostgreSQL is not installed: there is no initdb below /usr/lib/postgresql (Debian's package is 'postgresql').");
            return _directory!;
        }
    }

    /// <summary>Gets the file of the socket.</summary>
    public string SocketPath => Path.Combine(Host, ".s.PGSQL.5432");

    private string Cluster => Path.Combine(_directory!, "cluster");

    public string ConnectionString(string database)
        => new NpgsqlConnectionStringBuilder { Host = Host, Database = database, Username = Owner }.ConnectionString;

    public async ValueTask InitializeAsync()
    {
        if (_binaries is null)
        {
            return;
        }

        _directory = Directory.CreateTempSubdirectory("guild-config-pg-").FullName;
        if (Environment.IsPrivilegedProcess)
        {
            // The server refuses to run as root, so the directory and all in it belong to Debian's user for it.
            await RunAsync("chown", Owner, _directory);
        }

        await RunAsOwnerAsync("initdb", "-D", Cluster, "-U", Owner, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-instructions");
        await ControlAsync("start");
    }

    public async ValueTask DisposeAsync()
    {
        if (_directory is null)
        {
            return;
        }

        try
        {
            if (File.Exists(Path.Combine(Cluster, "postmaster.pid")))
            {
                await ControlAsync("stop", "-m", "immediate");
            }
        }
        finally
        {
            Directory.Delete(_directory, recursive: true);
        }
    }

    /// <summary>As a crash and a new start: nobody is asked to finish.</summary>
    public Task RestartAsync() => ControlAsync("restart", "-m", "immediate");

    public Task StopAsync() => ControlAsync("stop", "-m", "immediate");

    public Task StartAsync() => ControlAsync("start");

    /// <summary>Runs a statement as the superuser, on a connection of its own.</summary>
    public async Task<object?> ExecuteAsync(string sql, string database = Owner)
    {
        await using var connection = new NpgsqlConnection(ConnectionString(database) + ";Pooling=false");
        await connection.OpenAsync(CancellationToken.None);
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(CancellationToken.None);
    }

    private Task ControlAsync(params string[] arguments)
        => RunAsOwnerAsync("pg_ctl", [.. arguments, "-D", Cluster, "-w", "-l", Path.Combine(_directory!, "log"), "-o", $"-k {_directory} -c listen_addresses='' -c max_connections=200"]);

    private Task RunAsOwnerAsync(string program, params string[] arguments)
    {
        var path = Path.Combine(_binaries!, program);
        return Environment.IsPrivilegedProcess ? RunAsync("runuser", ["-u", Owner, "--", path, .. arguments]) : RunAsync(path, arguments);
    }

    private async Task RunAsync(string program, params string[] arguments)
    {
        // To a file: a server that pg_ctl starts would keep a pipe open.
        var output = Path.Combine(Path.GetDirectoryName(_directory!)!, Path.GetFileName(_directory!) + ".out");
        string[] command = ["-c", "out=\"$1\"; shift; exec \"$@\" >\"$out\" 2>&1 </dev/null", "sh", output, program, .. arguments];
        try
        {
            using var process = Process.Start(new ProcessStartInfo("/bin/sh", command) { WorkingDirectory = "/" })!;
            await process.WaitForExitAsync(CancellationToken.None);
            if (process.ExitCode != 0)
            {
                throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}: {await File.ReadAllTextAsync(output, CancellationToken.None)}");
            }
        }
        finally
        {
            File.Delete(output);
        }
    }
}
