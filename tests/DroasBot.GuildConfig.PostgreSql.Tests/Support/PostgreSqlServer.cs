using System.Collections.Concurrent;
using System.Globalization;
using DroasBot.GuildConfig.PostgreSql.Tests.Support;
using DroasBot.GuildConfig.Support;
using DroasBot.GuildConfig.Support.Processes;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;

[assembly: AssemblyFixture(typeof(PostgreSqlServer))]

namespace DroasBot.GuildConfig.PostgreSql.Tests.Support;

/// <summary>A server for tests, which are skipped where PostgreSQL is not installed.</summary>
/// <remarks>One for the assembly; tests that restart it start one of their own.</remarks>
public sealed class PostgreSqlServer : IAsyncLifetime
{
    private const string Template = "guild_config_template";

    private readonly Lazy<Task<string>> _strategy;

    /// <summary>The tests' own sessions, by database. They are kept: beginning one costs the server more than all that a test executes in it.</summary>
    private readonly ConcurrentDictionary<string, NpgsqlDataSource> _sessions = new();

    private PostgreSqlCluster? _cluster;

    public PostgreSqlServer() => _strategy = new Lazy<Task<string>>(MakeTemplateAsync);

    /// <summary>Gets the path of the socket.</summary>
    public string SocketPath => Cluster.SocketPath;

    private PostgreSqlCluster Cluster
    {
        get
        {
            Assert.SkipWhen(_cluster is null, "PostgreSQL is not installed: there is no initdb below /usr/lib/postgresql (Debian's package is 'postgresql').");
            return _cluster!;
        }
    }

    public string ConnectionString(string database) => Cluster.ConnectionString(database);

    public async ValueTask InitializeAsync() => _cluster = PostgreSqlCluster.IsInstalled ? await PostgreSqlCluster.StartNewAsync(survivesPowerLoss: false) : null;

    public async ValueTask DisposeAsync()
    {
        foreach (var source in _sessions.Values)
        {
            await source.DisposeAsync();
        }

        if (_cluster is not null)
        {
            await _cluster.DisposeAsync();
        }
    }

    /// <summary>Restarts the server, as after a crash unless sessions may be ended first.</summary>
    public Task RestartAsync(bool isCrash = true)
    {
        EndOwnSessions();
        return Cluster.RestartAsync(isCrash);
    }

    public Task StopAsync()
    {
        EndOwnSessions();
        return Cluster.StopAsync();
    }

    public Task StartAsync() => Cluster.StartAsync();

    public Task PauseAsync() => Cluster.PauseAsync();

    public Task ContinueAsync() => Cluster.ContinueAsync();

    /// <summary>Creates a database as the library's first start would leave it, unless it exists already.</summary>
    public async Task CopyTemplateAsync(string database)
    {
        try
        {
            await ExecuteAsync($"CREATE DATABASE {database} TEMPLATE {Template}{await _strategy.Value}");
        }
        catch (PostgresException exists) when (exists.SqlState == PostgresErrorCodes.DuplicateDatabase)
        {
            return;
        }

        await ExecuteAsync("UPDATE guild_config_clock SET epoch = replace(gen_random_uuid()::text, '-', '')", database);
    }

    /// <summary>Deletes a database, if it exists, and ends all sessions in it.</summary>
    public async Task DropAsync(string database)
    {
        if (_sessions.TryRemove(database, out var source))
        {
            await source.DisposeAsync();
        }

        await ExecuteAsync($"DROP DATABASE IF EXISTS {database} WITH (FORCE)");
    }

    /// <summary>Ends all sessions in a database, as an administrator might.</summary>
    public async Task TerminateAllAsync(string database)
    {
        if (_sessions.TryGetValue(database, out var source))
        {
            source.Clear();
        }

        await ExecuteAsync($"SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = '{database}'");
    }

    /// <summary>Creates a closed connection of the superuser, independent of the library.</summary>
    public NpgsqlConnection CreateConnection(string database)
        => _sessions.GetOrAdd(database, name => NpgsqlDataSource.Create(ConnectionString(name) + ";Server Compatibility Mode=NoTypeLoading")).CreateConnection();

    /// <summary>Runs a statement as the superuser.</summary>
    public async Task<object?> ExecuteAsync(string sql, string database = "postgres")
    {
        await using var connection = CreateConnection(database);
        return await connection.ScalarAsync<object?>(sql, CancellationToken.None);
    }

    private void EndOwnSessions()
    {
        foreach (var source in _sessions.Values)
        {
            source.Clear();
        }
    }

    /// <returns>How databases are copied: file by file, which is no longer the default from version 15 on.</returns>
    private async Task<string> MakeTemplateAsync()
    {
        var services = new ServiceCollection();
        services.AddGuildConfig().UsePostgreSql(ConnectionString(Template));
        await using (var provider = services.BuildServiceProvider())
        {
            await provider.InitializeGuildConfigAsync();
        }

        return int.Parse((string)(await ExecuteAsync("SHOW server_version_num"))!, CultureInfo.InvariantCulture) < 150_000 ? string.Empty : " STRATEGY file_copy";
    }
}
