using System.CommandLine;
using DroasBot.GuildConfig.Commands.CommandLine;
using DroasBot.GuildConfig.Commands.Output;
using DroasBot.GuildConfig.Commands.Settings;

namespace DroasBot.GuildConfig.Commands.Commands;

internal sealed class GrepCommand : DatabaseCommand
{
    private readonly Argument<string> _value = new("value") { Description = "A value, or the id of a channel, a role or a user. Digits match a whole number, text matches any part of a text, ignoring case." };
    private readonly Option<string?> _path = new("--path") { Description = "Search only this path, as in moderation.warnLimit, and the values inside it.", HelpName = "path" };
    private readonly Option<bool> _exact = new("--exact") { Description = "Match only the whole text, with its case." };

    public GrepCommand(IServiceSource source, CommonOptions options)
        : base("grep", "Find the guilds that have stored a value, or that refer to an id. The exit code is 1 if there is none.", source, options)
    {
        Arguments.Add(_value);
        Options.Add(_path);
        Options.Add(_exact);
    }

    protected override async Task<int> ExecuteAsync(CommandContext context)
    {
        var search = new ValueSearch(context.Parsed.GetRequiredValue(_value), context.Parsed.GetValue(_path), context.Parsed.GetValue(_exact));
        var guilds = 0L;
        await foreach (var guild in context.Configs.ListAsync(context.CancellationToken).ConfigureAwait(false))
        {
            var found = search.Find(guild);
            guilds += found.Count > 0 ? 1 : 0;
            foreach (var (path, value) in found)
            {
                context.Screen.Write(new Outcome(
                    $"{guild.GuildId,-20} {path}: {GuildText.OnOneLine(value)}", ("guildId", GuildJson.Id(guild.GuildId)), ("path", path), ("value", value)));
            }
        }

        context.Screen.Note(guilds == 0 ? "No guild has it." : $"Guilds that have it: {guilds:N0}.");
        return guilds == 0 ? ExitCodes.Failed : ExitCodes.Succeeded;
    }
}
