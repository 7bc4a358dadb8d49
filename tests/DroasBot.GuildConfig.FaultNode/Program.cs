using DroasBot.GuildConfig.FaultNode;

return args switch
{
    ["write", var file, var seed] => await WriteCommand.RunAsync(file, int.Parse(seed, System.Globalization.CultureInfo.InvariantCulture)),
    ["serve", var file] => await ServeCommand.RunAsync(file),
    ["lock", var file, var milliseconds] => await LockCommand.RunAsync(file, int.Parse(milliseconds, System.Globalization.CultureInfo.InvariantCulture)),
    ["recorded", var file, var life] => await RecordedCommand.RunAsync(file, life),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("write FILE SEED | serve FILE | lock FILE MILLISECONDS | recorded FILE LIFE");
    return 2;
}
