using DroasBot.GuildConfig.Contract;
using DroasBot.GuildConfig.Storage.Writing;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using Deadlines = DroasBot.GuildConfig.Contract.Deadlines;

namespace DroasBot.GuildConfig.Tests.Support;

/// <summary>The library as used without the generic host, on its own SQLite file.</summary>
internal sealed class TestHost : IAsyncDisposable
{
    public const string FileName = "guild-config.db";

    private readonly TestDirectory _directory = new();
    private readonly Action<GuildConfigOptions>? _configure;
    private readonly Action<IServiceCollection>? _override;
    private ServiceProvider _provider;

    /// <summary>Builds the services; nothing is started, and no file exists yet.</summary>
    /// <param name="configure">Sets options in addition to the connection string.</param>
    /// <param name="services">Registers services after AddGuildConfig, so that they replace the library's.</param>
    public TestHost(Action<GuildConfigOptions>? configure = null, Action<IServiceCollection>? services = null)
    {
        _configure = configure;
        _override = services;
        _provider = Build();
    }

    public TestDirectory Directory => _directory;

    public string DatabasePath => _directory.File(FileName);

    public IServiceProvider Services => _provider;

    public IGuildConfigService Service => Get<IGuildConfigService>();

    public IGuildConfigCache Cache => Get<IGuildConfigCache>();

    private string ConnectionString => new SqliteConnectionStringBuilder { DataSource = DatabasePath, Pooling = false }.ConnectionString;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Builds a host and initializes the library, on an already migrated file.</summary>
    public static async Task<TestHost> StartAsync(Action<GuildConfigOptions>? configure = null, Action<IServiceCollection>? services = null)
    {
        var host = new TestHost(configure, services);
        try
        {
            await SqliteTemplate.CopyAsync(host.DatabasePath);
            await host.InitializeAsync();
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    public T Get<T>()
        where T : notnull
        => _provider.GetRequiredService<T>();

    /// <summary>Stops the library as at the end of a process, and starts it again on the same file.</summary>
    public async Task RestartAsync()
    {
        await StopAsync();
        _provider = Build();
        await InitializeAsync();
    }

    /// <summary>Stops the library; the file stays.</summary>
    public ValueTask StopAsync() => _provider.DisposeAsync();

    /// <summary>Reads rows without the library, on a separate read-only connection.</summary>
    public Task<List<object?[]>> QueryAsync(string sql) => RunAsync(sql, "PRAGMA query_only = on");

    /// <summary>Reads one value without the library.</summary>
    public async Task<T> ScalarAsync<T>(string sql) => (T)(await QueryAsync(sql))[0][0]!;

    /// <summary>Changes the database without the library, as an administrator with a tool might.</summary>
    public Task ExecuteAsync(string sql) => RunAsync(sql, "PRAGMA query_only = off");

    public async ValueTask DisposeAsync()
    {
        try
        {
            await _provider.DisposeAsync();
        }
        finally
        {
            _directory.Dispose();
        }
    }

    /// <summary>Also waits for the write with which a start ends, so that it does not interfere with the test's own writes.</summary>
    private async Task InitializeAsync()
    {
        await Services.InitializeGuildConfigAsync(cancellationToken: Token);
        await Get<WriteProbe>().WaitAsync(Deadlines.Limit, Token);
    }

    private ServiceProvider Build()
    {
        var services = new ServiceCollection();
        services.AddGuildConfig(options =>
        {
            options.ConnectionString = "Data Source=" + DatabasePath;

            // On a busy machine, the usual limit sometimes ends too early.
            options.TransactionTimeout = Deadlines.Limit;
            _configure?.Invoke(options);
        });
        _override?.Invoke(services);
        return services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
    }

    private async Task<List<object?[]>> RunAsync(string sql, string pragma)
    {
        await using var connection = new SqliteConnection(ConnectionString);
        await connection.OpenAsync(Token);
        await using var command = connection.CreateCommand();
        command.CommandText = pragma + ";" + sql;
        await using var reader = await command.ExecuteReaderAsync(Token);
        var rows = new List<object?[]>();
        while (await reader.ReadAsync(Token))
        {
            var row = new object?[reader.FieldCount];
            reader.GetValues(row!);
            rows.Add([.. row.Select(value => value is DBNull ? null : value)]);
        }

        return rows;
    }
}
