using System.CommandLine;
using System.CommandLine.Parsing;
using DroasBot.GuildConfig.Commands.CommandLine;
using DroasBot.GuildConfig.Commands.Output;
using DroasBot.GuildConfig.Commands.Settings;
using DroasBot.GuildConfig.Settings;
using Microsoft.Extensions.DependencyInjection;

namespace DroasBot.GuildConfig.Commands.Commands;

internal sealed class SettingsCommand : ChangeCommand
{
    private readonly Argument<string?> _path = new("path")
    {
        Description = "A section, or a value in it, as in moderation.warnLimit; all sections if omitted.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Argument<string?> _value = new("value")
    {
        Description = "The new value: a word, a number or a time as it is, JSON for lists and objects. If omitted, the value is only shown.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string?> _reset = new("--reset") { Description = "Reset a section, or a value in it, to its default.", HelpName = "path" };

    public SettingsCommand(IServiceSource source, CommonOptions options)
        : base("settings", "Show or change the settings of the bot: typed where they are registered, otherwise as stored JSON.", source, options)
    {
        Arguments.Add(_path);
        Arguments.Add(_value);
        Options.Add(_reset);
        Validators.Add(RefuseWhatWouldBeIgnored);
    }

    protected override async Task<int> ExecuteAsync(CommandContext context, ulong guildId, ChangeContext change)
    {
        var path = context.Parsed.GetValue(_path);
        if (context.Parsed.GetValue(_reset) is { } reset)
        {
            return await GuildChange.RunAsync(
                context, guildId, change, Edit(context, reset, editor => editor.Reset(reset), (section, guild) => section.Reset(guild, reset))).ConfigureAwait(false);
        }

        if (path is not null && context.Parsed.GetValue(_value) is { } typed)
        {
            return await GuildChange.RunAsync(
                context, guildId, change, Edit(context, path, editor => editor.Write(path, typed), (section, guild) => section.Write(guild, path, typed))).ConfigureAwait(false);
        }

        var guild = await context.Configs.GetAsync(guildId, context.CancellationToken).ConfigureAwait(false);
        context.Screen.Write(path is null
            ? new SettingsReport(guild, context.Schema.Sections, SchemaOf(context))
            : new ValueReport(path, IsRegistered(context, guild, path) ? guild.Read(path) : StoredSection.Read(guild, path)));
        return ExitCodes.Succeeded;
    }

    private static Func<GuildConfigSnapshot, ChangeContext, Task<GuildConfigSnapshot>> Edit(
        CommandContext context, string path, Action<GuildConfigEditor> registered, Func<StoredSection, GuildConfigSnapshot, string> stored)
        => (guild, held) => context.Configs.UpdateAsync(
            guild.GuildId,
            IsRegistered(context, guild, path) ? registered : editor => editor.ReplaceSettingsJson(stored(new StoredSection(SchemaOf(context)), guild)),
            held,
            context.CancellationToken);

    /// <summary>Where the bot's settings are known, a section that is neither registered nor stored is a typing error.</summary>
    private static bool IsRegistered(CommandContext context, GuildConfigSnapshot guild, string path)
        => SettingsPath.Split(path)[0] is var name && context.Schema.Sections is { Count: > 0 } sections
            && (sections.Any(section => section.Name == name) || !SettingsDocument.Parse(guild.Settings.Text).Sections.Contains(name));

    private static SchemaFile? SchemaOf(CommandContext context) => context.Services.GetService<SchemaFile>();

    private void RefuseWhatWouldBeIgnored(CommandResult result)
    {
        var changes = result.GetValue(_reset) is not null;
        if (changes && result.GetValue(_path) is not null)
        {
            result.AddError("--reset takes the path itself: omit path and value.");
        }
        else if (!changes && result.GetValue(_value) is null && HasContext(result))
        {
            result.AddError("--actor, --reason, --expect and --dry-run apply only to a change: give a value, or --reset.");
        }
    }
}
