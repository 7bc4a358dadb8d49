using System.CommandLine;
using DroasBot.GuildConfig.Commands.CommandLine;
using DroasBot.GuildConfig.Commands.Output;
using DroasBot.GuildConfig.Commands.Transfer;
using DroasBot.GuildConfig.Settings;
using Microsoft.Extensions.DependencyInjection;

namespace DroasBot.GuildConfig.Commands.Commands;

internal sealed class DiffCommand : DatabaseCommand
{
    private readonly Argument<string> _other = new("file") { Description = "A backup or another SQLite database, or a file written by 'export'." };
    private readonly Option<ulong?> _guild = new("--guild") { Description = "Compare one guild only.", HelpName = "id", CustomParser = result => Snowflakes.Parse(result, "guild id") };

    public DiffCommand(IServiceSource source, CommonOptions options)
        : base("diff", "Show where guilds of the database differ from a file, value by value, from the file to the database. The exit code is 1 if any differ.", source, options)
    {
        Arguments.Add(_other);
        Options.Add(_guild);
    }

    protected override async Task<int> ExecuteAsync(CommandContext context)
    {
        var only = context.Parsed.GetValue(_guild);
        var differing = 0L;
        var comparison = GuildComparison.CompareAsync(
            context.Configs.ListAsync(context.CancellationToken),
            new OtherGuilds(context.Parsed.GetRequiredValue(_other)).ReadAsync(context.CancellationToken),
            context.Services.GetRequiredService<SettingsRegistry>());
        await foreach (var (guildId, there, here) in comparison.ConfigureAwait(false))
        {
            if (only is null || only == guildId)
            {
                context.Screen.Write(new DiffReport(guildId, there, here));
                differing++;
            }
        }

        context.Screen.Note(differing == 0 ? "No guild differs." : $"Guilds that differ: {differing:N0}.");
        return differing == 0 ? ExitCodes.Succeeded : ExitCodes.Failed;
    }
}
