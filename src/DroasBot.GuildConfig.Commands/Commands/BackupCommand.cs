using System.CommandLine;
using DroasBot.GuildConfig.Commands.CommandLine;
using DroasBot.GuildConfig.Commands.Output;
using DroasBot.GuildConfig.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace DroasBot.GuildConfig.Commands.Commands;

internal sealed class BackupCommand : DatabaseCommand
{
    private readonly Argument<string> _file = new("file") { Description = "The file to create." };

    public BackupCommand(IServiceSource source, CommonOptions options)
        : base("backup", "Copy the database to a new file, while bots keep using it.", source, options)
        => Arguments.Add(_file);

    protected override async Task<int> ExecuteAsync(CommandContext context)
    {
        var file = context.Parsed.GetRequiredValue(_file);
        var total = await context.Services.GetRequiredService<IDatabaseAdministration>().MeasureAsync(context.CancellationToken).ConfigureAwait(false);
        await context.Screen.ShowProgressAsync(
            "Copying", progress => GrowingFile.WatchAsync(Path.GetFullPath(file), total, context.Maintenance.BackupAsync(file, context.CancellationToken), progress)).ConfigureAwait(false);
        var bytes = new FileInfo(file).Length;
        context.Screen.Write(new Outcome($"Copied the database to {file} ({bytes:N0} bytes).", ("file", Path.GetFullPath(file)), ("bytes", bytes)));
        return ExitCodes.Succeeded;
    }
}
