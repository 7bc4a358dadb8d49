using System.Globalization;
using DroasBot.GuildConfig.SyncNode;

return args switch
{
    ["write", var file, var guilds, var changes, var perSecond] => await WriteCommand.RunAsync(file, Number(guilds), Number(changes), Number(perSecond)),
    ["add", var file, var guilds, var callers, var rounds] => await AddCommand.RunAsync(file, Number(guilds), Number(callers), Number(rounds)),
    ["watch", var file] => await WatchCommand.RunAsync(file),
    ["die", var file] => await DieCommand.RunAsync(file),
    _ => Usage(),
};

static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

static int Usage()
{
    Console.Error.WriteLine("write FILE GUILDS CHANGES PER_SECOND | add FILE GUILDS CALLERS ROUNDS | watch FILE | die FILE");
    return 2;
}
