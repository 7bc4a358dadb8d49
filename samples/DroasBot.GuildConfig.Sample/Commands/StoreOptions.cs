using System.CommandLine;

namespace DroasBot.GuildConfig.Sample.Commands;

/// <summary>The options, common to all commands, that say where the configuration is stored.</summary>
internal sealed class StoreOptions
{
    private readonly Option<string> _database = new("--database")
    {
        Description = "The SQLite file.",
        HelpName = "file",
        DefaultValueFactory = _ => "guild-config-sample.db",
        Recursive = true,
    };

    private readonly Option<string?> _postgres = new("--postgres")
    {
        Description = "A PostgreSQL database instead of the file, as in 'Host=db;Database=bot;Username=bot'. The password may come from PGPASSWORD.",
        HelpName = "connection string",
        Recursive = true,
    };

    public StoreOptions()
        => _postgres.Validators.Add(result =>
        {
            if (result.GetResult(_database) is { Implicit: false })
            {
                result.AddError("--database and --postgres exclude each other: the one is a file, the other a server.");
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
    }

    public Store Read(ParseResult parseResult) => new(parseResult.GetRequiredValue(_database), parseResult.GetValue(_postgres));
}
