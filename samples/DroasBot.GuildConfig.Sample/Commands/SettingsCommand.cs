using System.CommandLine;
using System.CommandLine.Parsing;
using DroasBot.GuildConfig.Sample.Settings;
using Microsoft.Extensions.DependencyInjection;

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
        Description = "The new value: a word, a number or a time as it is, JSON for lists and objects. If it is left out, the value is only shown.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string?> _reset = new("--reset") { Description = "Give a section, or a value in it, its default.", HelpName = "path" };

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
        var sections = services.GetRequiredService<IGuildSettingsSchema>().Sections;
        var path = parseResult.GetValue(_path);
        if (parseResult.GetValue(_reset) is { } reset)
        {
            Write(reset, await Configs(services).UpdateAsync(guildId, editor => editor.Reset(reset), context, cancellationToken));
        }
        else if (path is not null && parseResult.GetValue(_value) is { } typed)
        {
            Write(path, await Configs(services).UpdateAsync(guildId, editor => editor.Write(path, typed), context, cancellationToken));
        }
        else if (path is not null)
        {
            output.WriteLine(SettingsText.Of((await Configs(services).GetAsync(guildId, cancellationToken)).Read(path)));
        }
        else
        {
            SettingsText.Write(output, await Configs(services).GetAsync(guildId, cancellationToken), sections);
        }

        void Write(string changed, GuildConfigSnapshot snapshot)
            => SettingsText.Write(output, snapshot, [.. sections.Where(section => section.Name == changed.Split('.')[0])]);
    }

    private void RefuseWhatWouldBeIgnored(CommandResult result)
    {
        var changes = result.GetValue(_reset) is not null;
        if (changes && result.GetValue(_path) is not null)
        {
            result.AddError("--reset names its path by itself: leave path and value out.");
        }
        else if (!changes && result.GetValue(_value) is null && HasContext(result))
        {
            result.AddError("--actor, --reason and --expect go with a change: give a value, or --reset.");
        }
    }
}
