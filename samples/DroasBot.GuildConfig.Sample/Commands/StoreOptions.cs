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

    public void AddTo(RootCommand root) => root.Options.Add(_database);

    public Store Read(ParseResult parseResult) => new(parseResult.GetRequiredValue(_database));
}
