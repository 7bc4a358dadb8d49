using System.Data.Common;
using DroasBot.GuildConfig.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace DroasBot.GuildConfig.Contract;

/// <summary>An empty database of one engine, and the nodes on it. Deleted after the test, whatever happened.</summary>
public abstract class ContractStore : IAsyncDisposable
{
    private readonly List<ContractNode> _nodes = [];
    private readonly Lazy<Task> _migration;

    protected ContractStore() => _migration = new Lazy<Task>(CopyTemplateAsync);

    /// <summary>Gets the database as a command line names it to a node in a separate process.</summary>
    public abstract string NodeDatabase { get; }

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Creates the database as the library's first start would leave it, which takes far less time than such a start.</summary>
    public Task MigrateAsync()
    {
        lock (_nodes)
        {
            return _nodes.Count == 0 || _migration.IsValueCreated ? _migration.Value : Task.CompletedTask;
        }
    }

    /// <summary>Builds a node and starts the library on it; the first one on an already migrated database.</summary>
    public async Task<ContractNode> StartNodeAsync(Action<GuildConfigOptions>? configure = null, Action<IServiceCollection>? register = null)
    {
        await MigrateAsync();
        var node = BuildNode(configure, register);
        await node.StartAsync();
        return node;
    }

    /// <summary>Builds a node that has not been started.</summary>
    public ContractNode BuildNode(Action<GuildConfigOptions>? configure = null, Action<IServiceCollection>? register = null)
    {
        var services = new ServiceCollection();
        Register(services, configure);
        register?.Invoke(services);
        var node = new ContractNode(services);
        lock (_nodes)
        {
            _nodes.Add(node);
        }

        return node;
    }

    /// <summary>Registers the library on this database.</summary>
    public void Register(IServiceCollection services, Action<GuildConfigOptions>? configure = null)
    {
        var builder = services.AddGuildConfig(options => options.BackgroundRoot = Path.Combine(Path.GetTempPath(), "guild-config-contract-backgrounds"));
        Use(builder);
        services.Configure<GuildConfigOptions>(options =>
        {
            // On a busy machine, the usual limit sometimes ends too early.
            options.TransactionTimeout = Deadlines.Limit;
            configure?.Invoke(options);
        });
    }

    /// <summary>Reads rows without the library.</summary>
    public async Task<List<object?[]>> QueryAsync(string sql)
    {
        await using var connection = CreateConnection();
        return await connection.QueryAsync(sql, Token);
    }

    /// <summary>Reads one value without the library.</summary>
    public async Task<T> ScalarAsync<T>(string sql)
    {
        await using var connection = CreateConnection();
        return await connection.ScalarAsync<T>(sql, Token);
    }

    /// <summary>Changes the database without the library, as an administrator with a tool might.</summary>
    public async Task ExecuteAsync(string sql)
    {
        await using var connection = CreateConnection();
        await connection.ExecuteAsync(sql, Token);
    }

    /// <summary>Blocks every writer, like another program with an open transaction, until it is disposed.</summary>
    public async Task<IAsyncDisposable> HoldWritesAsync()
    {
        var connection = CreateConnection();
        try
        {
            await connection.ExecuteAsync("BEGIN; UPDATE guild_config_clock SET revision = revision", Token);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            foreach (var node in _nodes)
            {
                await node.DisposeAsync();
            }
        }
        finally
        {
            await DropAsync();
            GC.SuppressFinalize(this);
        }
    }

    /// <summary>Points a node at the database.</summary>
    protected abstract void Use(IGuildConfigBuilder builder);

    /// <summary>Creates a closed connection, independent of the library.</summary>
    protected abstract DbConnection CreateConnection();

    /// <summary>Copies a migrated database, unless one exists already.</summary>
    protected virtual Task CopyTemplateAsync() => Task.CompletedTask;

    protected abstract ValueTask DropAsync();
}
