using System.CommandLine;
using System.CommandLine.Parsing;

namespace DroasBot.GuildConfig.Commands.CommandLine;

/// <summary>The options of all commands that change something, stored in the audit trail.</summary>
internal sealed class AuditOptions
{
    private readonly Option<ulong?> _actor = Snowflakes.Actor();
    private readonly Option<string?> _reason = new("--reason") { Description = "The reason, stored in the audit trail.", HelpName = "text" };

    public void AddTo(Command command)
    {
        command.Options.Add(_actor);
        command.Options.Add(_reason);
    }

    /// <summary>Whether one of them was given.</summary>
    public bool IsIn(SymbolResult result) => result.GetValue(_actor) is not null || result.GetValue(_reason) is not null;

    public ChangeContext Read(ParseResult parseResult) => new() { ActorId = parseResult.GetValue(_actor), Reason = parseResult.GetValue(_reason) };
}
