using System.CommandLine;
using System.CommandLine.Parsing;
using DroasBot.GuildConfig.Sample.Settings;
using DroasBot.GuildConfig.Settings;

namespace DroasBot.GuildConfig.Sample.Commands;

internal sealed class SettingsCommand : ChangeCommand
{
    private readonly Argument<string?> _path = new("path")
    {
        Description = "A section, or a value in it, as in moderation.warnLimit; all sections if it is left out.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Argument<string?> _value = new("value")
    {
        Description = "The new value, as JSON; a text, a name or a time needs no quotes. If it is left out, the value is only shown.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string?> _reset = new("--reset") { Description = "Give the guild the defaults of a section.", HelpName = "section" };

    public SettingsCommand(StoreOptions store)
        : base("settings", "Show or change the settings that this bot has registered.", store)
    {
        Arguments.Add(_path);
        Arguments.Add(_value);
        Options.Add(_reset);
        Validators.Add(RefuseWhatWouldBeIgnored);
    }

    protected override async Task ChangeAsync(
        IServiceProvider services, ulong guildId, ChangeContext context, ParseResult parseResult, CancellationToken cancellationToken)
    {
        var output = Output(parseResult);
        var path = parseResult.GetValue(_path) is { } text ? SettingsPath.Parse(text) : null;
        if (parseResult.GetValue(_reset) is { } name)
        {
            var section = SampleSection.Find(name);
            SettingsText.Write(output, await Configs(services).UpdateAsync(guildId, section.Reset, context, cancellationToken), [section]);
        }
        else if (path is not null && parseResult.GetValue(_value) is { } typed)
        {
            var value = path.ParseValue(typed);
            var snapshot = await Configs(services).UpdateAsync(guildId, editor => path.Write(editor, value), context, cancellationToken);
            SettingsText.Write(output, snapshot, [path.Section]);
        }
        else if (path is not null)
        {
            var snapshot = await Configs(services).GetAsync(guildId, cancellationToken);
            output.WriteLine(SettingsJson.Text(path.Read(path.Section.Read(snapshot))));
        }
        else
        {
            SettingsText.Write(output, await Configs(services).GetAsync(guildId, cancellationToken), SampleSection.All);
        }
    }

    private void RefuseWhatWouldBeIgnored(CommandResult result)
    {
        var changes = result.GetValue(_reset) is not null;
        if (changes && result.GetValue(_path) is not null)
        {
            result.AddError("--reset names the section by itself: leave path and value out.");
        }
        else if (!changes && result.GetValue(_value) is null && HasContext(result))
        {
            result.AddError("--actor, --reason and --expect go with a change: give a value, or --reset.");
        }
    }
}
