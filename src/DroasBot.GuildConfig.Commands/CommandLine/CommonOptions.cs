using System.CommandLine;

namespace DroasBot.GuildConfig.Commands.CommandLine;

/// <summary>The options that every command has.</summary>
internal sealed class CommonOptions
{
    private readonly Option<bool> _json = new("--json") { Description = "Print JSON for scripts: one object per line.", Recursive = true };
    private readonly Option<bool> _yes = new("--yes", "-y") { Description = "Do not ask for confirmation.", Recursive = true };

    public void AddTo(Command root)
    {
        root.Options.Add(_json);
        root.Options.Add(_yes);
    }

    public bool IsJson(ParseResult parseResult) => parseResult.GetValue(_json);

    public bool IsConfirmed(ParseResult parseResult) => parseResult.GetValue(_yes);
}
