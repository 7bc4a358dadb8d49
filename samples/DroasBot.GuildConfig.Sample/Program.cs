using System.CommandLine;
using DroasBot.GuildConfig.Sample;
using DroasBot.GuildConfig.Sample.Commands;

var store = new StoreOptions();
var root = new WelcomeBotCommand(store)
{
    new ShowCommand(store),
    new ListCommand(store),
    new SetChannelCommand(store),
    new SetBackgroundCommand(store),
    new ClearBackgroundCommand(store),
    new SettingsCommand(store),
    new DeleteCommand(store),
    new HistoryCommand(store),
    new RestoreCommand(store),
    new WatchCommand(store),
    new StatsCommand(store),
    new RefreshCommand(store),
    new BackupCommand(store),
    new VerifyCommand(store),
    new PruneCommand(store),
    new Command("guilds", "Guilds that the bot is in, or has left.") { new DepartedCommand(store) },
    new Command("erase", "Erase what must not be kept.") { new EraseGuildCommand(store), new EraseUserCommand(store) },
    new ExportCommand(store),
    new ImportCommand(store),
    new HealthCommand(store),
};

return await CommandLine.RunAsync(root, args);
