using System.Data.Common;
using DroasBot.GuildConfig.Storage.Writing;
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

    /// <summary>
    /// Builds a node and starts the library on it; the first one on an already migrated database. The write with which a start ends is over, too, so
    /// that it does not interfere with the test's own writes.
    /// </summary>
    public async Task<ContractNode> StartNodeAsync(Action<GuildConfigOptions>? configure = null, Action<IServiceCollection>? register = null)
    {
        await MigrateAsync();
        var node = BuildNode(configure, register);
        await node.Services.InitializeGuildConfigAsync(cancellationToken: Token);
        await node.Get<WriteProbe>().WaitAsync(Deadlines.Limit, CancellationToken.None);
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
        await connection.OpenAsync(Token);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync(Token);
        var rows = new List<object?[]>();
        while (await reader.ReadAsync(Token))
        {
            var row = new object[reader.FieldCount];
            reader.GetValues(row);
            rows.Add([.. row.Select(value => value is DBNull ? null : value)]);
        }

        return rows;
    }

    /// <summary>Reads one value without the library.</summary>
    public async Task<T> ScalarAsync<T>(string sql) => (T)(await QueryAsync(sql))[0][0]!;

    /// <summary>Changes the database without the library, as an administrator with a tool might.</summary>
    public Task ExecuteAsync(string sql) => QueryAsync(sql);

    /// <summary>Blocks every writer, like another program with an open transaction, until it is disposed.</summary>
    public async Task<IAsyncDisposable> HoldWritesAsync()
    {
        var connection = CreateConnection();
        try
        {
            await connection.OpenAsync(Token);
            await using var command = connection.CreateCommand();
            command.CommandText = "BEGIN; UPDATE guild_config_clock SET revision = revision";
            await command.ExecuteNonQueryAsync(Token);
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
