using System.Globalization;
using DroasBot.GuildConfig.Node;
using DroasBot.GuildConfig.Node.Faults;
using DroasBot.GuildConfig.Node.Sync;

// A separate process for tests and benchmarks that need several, and that kill them.
return args switch
{
    ["start", var file] => await StartCommand.RunAsync(file),
    ["write", var database, var guilds, var changes, var perSecond, var atOnce]
        => await new WriteCommand(Number(guilds), Number(changes), Number(perSecond), Number(atOnce)).RunAsync(database),
    ["add", var database, var guilds, var callers, var rounds] => await AddCommand.RunAsync(database, Number(guilds), Number(callers), Number(rounds)),
    ["watch", var database] => await WatchCommand.RunAsync(database, polledGuild: null),
    ["watch", var database, var guild] => await WatchCommand.RunAsync(database, (ulong)Number(guild)),
    ["purge", var database] => await PurgeCommand.RunAsync(database),
    ["consume", var database, var store] => await ConsumeCommand.RunAsync(database, store),
    ["pictures", var database, var seed] => await PictureCommand.RunAsync(database, Number(seed)),
    ["die", var database] => await DieCommand.RunAsync(database),
    ["move", var source, var target] => await MoveCommand.RunAsync(source, target),
    ["restore", var database, var backup] => await RestoreCommand.RunAsync(database, backup),
    ["write-until-killed", var file, var seed] => await WriteUntilKilledCommand.RunAsync(file, Number(seed)),
    ["serve", var file] => await ServeCommand.RunAsync(file),
    ["lock", var file, var milliseconds] => await LockCommand.RunAsync(file, Number(milliseconds)),
    ["soak", var file, var number, var bots, var rounds, var milliseconds] => await SoakCommand.RunAsync(file, Number(number), Number(bots), Number(rounds), Number(milliseconds)),
    ["recorded", var file, var life] => await RecordedCommand.RunAsync(file, life),
    _ => Usage(),
};

static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

static int Usage()
{
    Console.Error.WriteLine(
        """
        start FILE
        write DATABASE GUILDS CHANGES PER_SECOND AT_ONCE
        add DATABASE GUILDS CALLERS ROUNDS
        watch DATABASE [POLLED_GUILD]
        purge DATABASE
        consume DATABASE STORE
        pictures DATABASE SEED
        die DATABASE
        move SOURCE TARGET
        restore DATABASE BACKUP
        write-until-killed FILE SEED
        serve FILE
        lock FILE MILLISECONDS
        recorded FILE LIFE
        soak FILE NUMBER BOTS ROUNDS MILLISECONDS
        DATABASE: sqlite:PATH or postgres:CONNECTION_STRING
        """);
    return 2;
}
