using System.CommandLine;

namespace DroasBot.GuildConfig.Sample.Commands;

internal sealed class BackupCommand : StoreCommand
{
    private readonly Argument<string> _file = new("file") { Description = "The file to create." };

    public BackupCommand(StoreOptions store)
        : base("backup", "Copy the database to a new file, while bots go on using it.", store)
        => Arguments.Add(_file);

    protected override async Task<int> ExecuteAsync(IServiceProvider services, ParseResult parseResult, CancellationToken cancellationToken)
    {
        var file = parseResult.GetRequiredValue(_file);
        await Maintenance(services).BackupAsync(file, cancellationToken);
        Output(parseResult).WriteLine($"Copied the database to {file} ({new FileInfo(file).Length:N0} bytes).");
        return ExitCodes.Succeeded;
    }
}
