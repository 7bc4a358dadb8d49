using DroasBot.GuildConfig.Contract;
using DroasBot.GuildConfig.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Support;

/// <summary>The library as used without the generic host, on its own SQLite file.</summary>
internal sealed class TestHost : IAsyncDisposable
{
    public const string FileName = "guild-config.db";

    private const string ReadOnly = "PRAGMA query_only = on;";

    private readonly TemporaryDirectory _directory = new();
    private readonly Action<GuildConfigOptions>? _configure;
    private readonly Action<IServiceCollection>? _override;
    private ContractNode _node;

    /// <summary>Builds the services; nothing is started, and no file exists yet.</summary>
    /// <param name="configure">Sets options in addition to the connection string.</param>
    /// <param name="services">Registers services after AddGuildConfig, so that they replace the library's.</param>
    public TestHost(Action<GuildConfigOptions>? configure = null, Action<IServiceCollection>? services = null)
    {
        _configure = configure;
        _override = services;
        _node = Build();
    }

    public TemporaryDirectory Directory => _directory;

    public string DatabasePath => _directory.File(FileName);

    public IServiceProvider Services => _node.Services;

    public IGuildConfigService Service => _node.Service;

    public IGuildConfigCache Cache => _node.Cache;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Builds a host and initializes the library, on an already migrated file.</summary>
    public static async Task<TestHost> StartAsync(Action<GuildConfigOptions>? configure = null, Action<IServiceCollection>? services = null)
    {
        var host = new TestHost(configure, services);
        try
        {
            await SqliteTemplate.CopyAsync(host.DatabasePath);
            await host._node.StartAsync();
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
        => _node.Get<T>();

    /// <summary>Stops the library as at the end of a process, and starts it again on the same file.</summary>
    public async Task RestartAsync()
    {
        await StopAsync();
        _node = Build();
        await _node.StartAsync();
    }

    /// <summary>Stops the library; the file stays.</summary>
    public ValueTask StopAsync() => _node.DisposeAsync();

    /// <summary>Reads rows without the library, on a separate read-only connection.</summary>
    public async Task<List<object?[]>> QueryAsync(string sql)
    {
        await using var connection = SqliteFile.Open(DatabasePath);
        return await connection.QueryAsync(ReadOnly + sql, Token);
    }

    /// <summary>Reads one value without the library.</summary>
    public async Task<T> ScalarAsync<T>(string sql)
    {
        await using var connection = SqliteFile.Open(DatabasePath);
        return await connection.ScalarAsync<T>(ReadOnly + sql, Token);
    }

    /// <summary>Changes the database without the library, as an administrator with a tool might.</summary>
    public async Task ExecuteAsync(string sql)
    {
        await using var connection = SqliteFile.Open(DatabasePath);
        await connection.ExecuteAsync(sql, Token);
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await _node.DisposeAsync();
        }
        finally
        {
            _directory.Dispose();
        }
    }

    private ContractNode Build() => new(DatabasePath, _configure, _override);
}
