using System.CommandLine;
using DroasBot.GuildConfig.Commands.CommandLine;
using DroasBot.GuildConfig.Commands.Output;

namespace DroasBot.GuildConfig.Commands.Commands;

internal sealed class ListCommand : DatabaseCommand
{
    private readonly Option<int> _limit = Numbers.Limit("The maximum number of guilds to list.");
    private readonly Option<ulong> _after = new("--after") { Description = "List only guilds with larger ids.", HelpName = "id", CustomParser = result => Snowflakes.Parse(result, "guild id") ?? 0 };

    public ListCommand(IServiceSource source, CommonOptions options)
        : base("list", "List the stored guilds, ordered by id.", source, options)
    {
        Options.Add(_limit);
        Options.Add(_after);
    }

    protected override async Task<int> ExecuteAsync(CommandContext context)
    {
        var left = context.Parsed.GetValue(_limit);
        context.Screen.Heading(GuildLine.Heading);
        await foreach (var guild in context.Configs.ListAsync(context.Parsed.GetValue(_after), context.CancellationToken).ConfigureAwait(false))
        {
            if (left-- == 0)
            {
                context.Screen.Note("... and more; --limit shows them.");
                break;
            }

            context.Screen.Write(new GuildLine(guild));
        }

        return ExitCodes.Succeeded;
    }
}
