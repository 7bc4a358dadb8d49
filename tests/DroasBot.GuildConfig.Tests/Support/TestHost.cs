using DroasBot.GuildConfig.Contract;
using DroasBot.GuildConfig.Storage.Writing;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using Deadlines = DroasBot.GuildConfig.Contract.Deadlines;

namespace DroasBot.GuildConfig.Tests.Support;

/// <summary>The library as a host without the generic host has it, on an SQLite file of its own.</summary>
internal sealed class TestHost : IAsyncDisposable
{
    public const string FileName = "guild-config.db";

    private readonly TestDirectory _directory = new();
    private readonly Action<GuildConfigOptions>? _configure;
    private readonly Action<IServiceCollection>? _override;
    private ServiceProvider _provider;

    /// <summary>Builds the services; nothing is started, and no file is there yet.</summary>
    /// <param name="configure">Sets options on top of the connection string.</param>
    /// <param name="services">Registers on top of AddGuildConfig: what is registered last is what the library gets.</param>
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

    /// <summary>Builds a host and initializes the library, on a file that is migrated already.</summary>
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

    /// <summary>Ends the library as a process would, and starts it again on the same file.</summary>
    public async Task RestartAsync()
    {
        await StopAsync();
        _provider = Build();
        await InitializeAsync();
    }

    /// <summary>Ends the library; the file stays.</summary>
    public ValueTask StopAsync() => _provider.DisposeAsync();

    /// <summary>Reads rows past the library, on a connection of its own that cannot write.</summary>
    public Task<List<object?[]>> QueryAsync(string sql) => RunAsync(sql, "PRAGMA query_only = on");

    /// <summary>Reads one value past the library.</summary>
    public async Task<T> ScalarAsync<T>(string sql) => (T)(await QueryAsync(sql))[0][0]!;

    /// <summary>Changes the database past the library, as an administrator with a tool might.</summary>
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

    /// <summary>Waits for the write with which a start ends, too, so that it is none of the test's own.</summary>
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

            // On a busy machine, the usual one is over too early now and then.
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
