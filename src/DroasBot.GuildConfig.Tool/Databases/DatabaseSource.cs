using System.CommandLine;
using System.CommandLine.Parsing;
using DroasBot.GuildConfig.Commands.CommandLine;
using DroasBot.GuildConfig.Commands.Settings;
using DroasBot.GuildConfig.Storage;
using DroasBot.GuildConfig.Tool.Settings;
using Microsoft.Extensions.DependencyInjection;

namespace DroasBot.GuildConfig.Tool.Databases;

/// <summary>The options that name the database of a command, and the settings of the bot.</summary>
internal sealed class DatabaseSource : IServiceSource
{
    private readonly Option<string> _database = new("--database")
    {
        Description = "The SQLite file.",
        HelpName = "file",
        DefaultValueFactory = _ => "guild-config.db",
        Recursive = true,
    };

    private readonly Option<string?> _postgres = new("--postgres")
    {
        Description = "A PostgreSQL database instead of the file, as in 'Host=db;Database=bot;Username=bot'. The password may come from PGPASSWORD.",
        HelpName = "connection string",
        Recursive = true,
    };

    private readonly Option<string?> _assembly = new("--assembly")
    {
        Description = "The bot's assembly, to know its settings by their types: a static method that takes an IGuildConfigBuilder registers them.",
        HelpName = "dll",
        Recursive = true,
    };

    private readonly Option<string?> _register = new("--register")
    {
        Description = "The method of the assembly that registers the settings, if there are several: its name, with or without that of its type.",
        HelpName = "method",
        Recursive = true,
    };

    private readonly Option<string?> _schema = new("--schema")
    {
        Description = "A JSON Schema of the bot's settings, as written by 'schema': stored settings are labelled, and checked before they are written.",
        HelpName = "file",
        Recursive = true,
    };

    public DatabaseSource()
        => _postgres.Validators.Add(result =>
        {
            if (result.GetResult(_database) is { Implicit: false })
            {
                result.AddError("--database and --postgres exclude each other: one is a file, the other a server.");
            }
            else if (string.IsNullOrWhiteSpace(result.GetValueOrDefault<string>()))
            {
                result.AddError("--postgres needs a connection string.");
            }
        });

    public void AddTo(RootCommand root)
    {
        root.Options.Add(_database);
        root.Options.Add(_postgres);
        root.Options.Add(_assembly);
        root.Options.Add(_register);
        root.Options.Add(_schema);
    }

    /// <summary>Whether the command line names a database with one of these options.</summary>
    public bool IsNamed(SymbolResult result) => result.GetResult(_database) is { Implicit: false } || result.GetResult(_postgres) is { Implicit: false };

    public DatabaseName Name(ParseResult parseResult) => new(parseResult.GetRequiredValue(_database), parseResult.GetValue(_postgres));

    public IServiceLease Describe(ParseResult parseResult)
    {
        var name = Name(parseResult);
        NearbyFiles.ThrowIfMissing(name);
        return new OwnServices(Build(parseResult, name, mayMake: false));
    }

    public async Task<IServiceLease> OpenAsync(ParseResult parseResult, CancellationToken cancellationToken)
    {
        var name = Name(parseResult);
        NearbyFiles.ThrowIfMissing(name);
        return await StartAsync(Build(parseResult, name, mayMake: false), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Opens the database; creates it if it is missing, and migrates it.</summary>
    public Task<IServiceLease> MakeAsync(ParseResult parseResult, CancellationToken cancellationToken)
        => StartAsync(Build(parseResult, Name(parseResult), mayMake: true), cancellationToken);

    private static async Task<IServiceLease> StartAsync(ServiceProvider services, CancellationToken cancellationToken)
    {
        var lease = new OwnServices(services);
        try
        {
            await services.InitializeGuildConfigAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
            return lease;
        }
        catch (GuildConfigStoreException failure)
        {
            var needsInit = !failure.IsTransient && await NeedsInitAsync(services, cancellationToken).ConfigureAwait(false);
            var name = services.GetRequiredService<IDatabaseConnections>().Name;
            await lease.DisposeAsync().ConfigureAwait(false);
            throw needsInit
                ? CommandException.NotUnderstood($"The database '{name}' lacks this version's schema: run 'guild-config init'. Nothing was created or changed.")
                : failure;
        }
        catch
        {
            await lease.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Determines, after a failed start, whether the database is missing or has an older schema.</summary>
    private static async Task<bool> NeedsInitAsync(ServiceProvider services, CancellationToken cancellationToken)
    {
        var administration = services.GetRequiredService<IDatabaseAdministration>();
        try
        {
            var state = await administration.LookAsync(cancellationToken).ConfigureAwait(false);
            return !state.HasForeignTables && administration.KnownMigrations.Except(state.Migrations).Any() && !state.Migrations.Except(administration.KnownMigrations).Any();
        }
        catch (GuildConfigStoreException)
        {
            return false;
        }
    }

    private ServiceProvider Build(ParseResult parseResult, DatabaseName name, bool mayMake)
    {
        var assembly = parseResult.GetValue(_assembly) is { } path ? BotAssembly.Load(path, parseResult.GetValue(_register)) : null;
        var schema = parseResult.GetValue(_schema) is { } file ? SchemaFile.Read(file) : null;
        return name.Build(mayMake, builder =>
        {
            assembly?.Register(builder);
            if (schema is not null)
            {
                builder.Services.AddSingleton(schema);
            }
        });
    }
}
