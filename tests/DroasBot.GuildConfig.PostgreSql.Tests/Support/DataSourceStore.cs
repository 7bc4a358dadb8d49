using System.Data.Common;
using DroasBot.GuildConfig.Contract;
using Npgsql;

namespace DroasBot.GuildConfig.PostgreSql.Tests.Support;

/// <summary>A separate database, which the nodes reach through the host's data source.</summary>
internal sealed class DataSourceStore(PostgreSqlServer server) : ContractStore
{
    private readonly string _database = "source_" + Guid.NewGuid().ToString("N");
    private NpgsqlDataSource? _source;
    private bool _isCopied;

    public override string NodeDatabase => "postgres:" + server.ConnectionString(_database);

    protected override void Use(IGuildConfigBuilder builder)
    {
        if (_source is null)
        {
            // The library cannot create a database without a connection string.
            if (!_isCopied)
            {
                server.ExecuteAsync($"CREATE DATABASE {_database}").GetAwaiter().GetResult();
            }

            var passwordless = new NpgsqlConnectionStringBuilder(server.ConnectionString(_database)) { Password = null, Pooling = true };
            var source = new NpgsqlDataSourceBuilder(passwordless.ConnectionString);
            source.UsePeriodicPasswordProvider((_, _) => new ValueTask<string>("of today"), TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(1));
            _source = source.Build();
        }

        builder.UsePostgreSql(_source);
    }

    protected override DbConnection CreateConnection() => server.CreateConnection(_database);

    protected override async Task CopyTemplateAsync()
    {
        await server.CopyTemplateAsync(_database);
        _isCopied = true;
    }

    protected override async ValueTask DropAsync()
    {
        if (_source is not null)
        {
            await _source.DisposeAsync();
            await server.DropAsync(_database);
        }
    }
}
