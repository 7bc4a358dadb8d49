using System.Diagnostics;
using System.Globalization;

namespace DroasBot.GuildConfig.Support.Processes;

/// <summary>A real server with its own cluster, on a Unix socket in a temporary directory; stopped and deleted when it is disposed.</summary>
public sealed class PostgreSqlCluster : IAsyncDisposable
{
    private const string Owner = "postgres";

    /// <summary>Room for the log, which may grow to 1 GiB before a checkpoint, and as much for databases, of some 10 MiB each.</summary>
    private const long MaxBytes = 2L << 30;

    private static readonly string? _binaries = Directory.Exists("/usr/lib/postgresql")
        ? Directory.GetDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin")).Where(bin => File.Exists(Path.Combine(bin, "initdb"))).Max(StringComparer.Ordinal)
        : null;

    private readonly TemporaryDirectory _directory;

    private readonly bool _survivesPowerLoss;

    private bool _isDisposed;

    /// <summary>Stops the server when the process is terminated, which skips disposal but must not leave a server behind.</summary>
    private PostgreSqlCluster(bool survivesPowerLoss)
    {
        _survivesPowerLoss = survivesPowerLoss;
        _directory = survivesPowerLoss ? new TemporaryDirectory() : TemporaryDirectory.InMemory(MaxBytes);
        AppDomain.CurrentDomain.ProcessExit += OnProcessExit;
    }

    /// <summary>Gets whether a server is installed; Debian's package is 'postgresql'.</summary>
    public static bool IsInstalled => _binaries is not null;

    /// <summary>Gets the path of the socket.</summary>
    public string SocketPath => _directory.File(".s.PGSQL.5432");

    private int ServerId => int.Parse(File.ReadLines(Path.Combine(Cluster, "postmaster.pid")).First(), CultureInfo.InvariantCulture);

    private string Cluster => _directory.File("cluster");

    /// <summary>Creates a cluster and starts its server.</summary>
    /// <param name="survivesPowerLoss">
    /// Whether it waits for the disk, as a real one does. If not, it only survives failures of its processes, which is all that a test inflicts on it, and creating
    /// a database takes a fraction of the time.
    /// </param>
    public static Task<PostgreSqlCluster> StartNewAsync(bool survivesPowerLoss)
        => StartNewAsync(survivesPowerLoss, cluster => cluster.RunAsOwnerAsync(
            "initdb", "-D", cluster.Cluster, "-U", Owner, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-instructions", "--no-sync"));

    /// <summary>Starts another server that follows this one: from a copy of it, with asynchronous streaming replication.</summary>
    public async Task<PostgreSqlStandby> StartStandbyAsync()
        => new(this, await StartNewAsync(_survivesPowerLoss, standby => standby.RunAsOwnerAsync(
            "pg_basebackup", "-h", _directory.Path, "-U", Owner, "-D", standby.Cluster, "--write-recovery-conf", "--checkpoint=fast", "--no-sync")));

    /// <summary>Builds a connection string to a database as the superuser, who needs no password here.</summary>
    public string ConnectionString(string database) => $"Host={_directory.Path};Database={database};Username={Owner}";

    public Task StartAsync() => ControlAsync("start");

    /// <summary>Stops it as in a crash: no session can finish.</summary>
    public Task StopAsync() => ControlAsync("stop", "-m", "immediate");

    /// <summary>Stops and starts the server.</summary>
    /// <param name="isCrash">Whether it is stopped as in a crash; otherwise sessions are ended first, and their uncommitted changes are rolled back.</param>
    public Task RestartAsync(bool isCrash) => ControlAsync("restart", "-m", isCrash ? "immediate" : "fast");

    /// <summary>Pauses the server and all its sessions.</summary>
    public async Task PauseAsync()
    {
        // The server first, so that it creates no more sessions.
        await ProcessPause.PauseAsync(ServerId);
        await ProcessPause.PauseAsync(SessionIds());
    }

    public Task ContinueAsync() => ProcessPause.ContinueAsync([.. SessionIds(), ServerId]);

    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        AppDomain.CurrentDomain.ProcessExit -= OnProcessExit;
        try
        {
            if (File.Exists(Path.Combine(Cluster, "postmaster.pid")))
            {
                await StopAsync();
            }
        }
        finally
        {
            _directory.Dispose();
        }
    }

    /// <summary>Makes a standby a primary, and waits until it accepts writes.</summary>
    internal Task PromoteAsync() => RunAsOwnerAsync("pg_ctl", "promote", "-D", Cluster, "-w");

    /// <summary>Runs a statement as the superuser.</summary>
    /// <returns>The first value of each row, one line each.</returns>
    internal async Task<string> QueryAsync(string sql)
        => (await RunAsOwnerAsync("psql", "-X", "-h", _directory.Path, "-U", Owner, "-d", Owner, "-v", "ON_ERROR_STOP=1", "-Atc", sql)).Trim();

    private static async Task<PostgreSqlCluster> StartNewAsync(bool survivesPowerLoss, Func<PostgreSqlCluster, Task> fill)
    {
        var cluster = new PostgreSqlCluster(survivesPowerLoss);
        try
        {
            if (Environment.IsPrivilegedProcess)
            {
                // The server refuses to run as root, so the directory and everything in it belongs to the user that Debian creates for it.
                await cluster.RunAsync("chown", Owner, cluster._directory.Path);
            }

            await fill(cluster);
            await cluster.StartAsync();
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    private int[] SessionIds()
        => [.. File.ReadAllText($"/proc/{ServerId}/task/{ServerId}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(id => int.Parse(id, CultureInfo.InvariantCulture))];

    private void OnProcessExit(object? sender, EventArgs e) => DisposeAsync().AsTask().GetAwaiter().GetResult();

    private async Task ControlAsync(params string[] arguments)
        => await RunAsOwnerAsync("pg_ctl", [.. arguments, "-D", Cluster, "-w", "-l", _directory.File("log"), "-o", $"-k {_directory.Path} -c listen_addresses='' -c max_connections=200 -c fsync={(_survivesPowerLoss ? "on" : "off")}"]);

    private Task<string> RunAsOwnerAsync(string program, params string[] arguments)
    {
        var path = Path.Combine(_binaries ?? throw new InvalidOperationException("PostgreSQL is not installed."), program);
        return Environment.IsPrivilegedProcess ? RunAsync("runuser", ["-u", Owner, "--", path, .. arguments]) : RunAsync(path, arguments);
    }

    private async Task<string> RunAsync(string program, params string[] arguments)
    {
        // Output goes to a file: a server that pg_ctl starts would keep a pipe open.
        var output = $"{_directory.Path}.{Guid.NewGuid():N}.out";
        string[] command = ["-c", "out=\"$1\"; shift; exec \"$@\" >\"$out\" 2>&1 </dev/null", "sh", output, program, .. arguments];
        try
        {
            using var process = Process.Start(new ProcessStartInfo("/bin/sh", command) { WorkingDirectory = "/" })!;
            await process.WaitForExitAsync();
            var said = await File.ReadAllTextAsync(output);
            return process.ExitCode == 0
                ? said
                : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}: {said}");
        }
        finally
        {
            File.Delete(output);
        }
    }
}
