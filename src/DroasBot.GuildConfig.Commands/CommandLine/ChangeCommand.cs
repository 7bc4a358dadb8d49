using System.CommandLine;
using System.CommandLine.Parsing;

namespace DroasBot.GuildConfig.Commands.CommandLine;

/// <summary>A command that changes one guild, with the options for the audit trail.</summary>
internal abstract class ChangeCommand : DatabaseCommand
{
    private readonly Argument<ulong> _guild = Snowflakes.Guild();
    private readonly AuditOptions _audit = new();
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Show what would be changed, and write nothing." };
    private readonly Option<long?> _expect = new("--expect")
    {
        Description = "The revision that the guild must still have (0: not stored); otherwise nothing is changed.",
        HelpName = "revision",
        CustomParser = result => Numbers.Parse(result, "revision", 0, long.MaxValue),
    };

    protected ChangeCommand(string name, string description, IServiceSource source, CommonOptions options)
        : base(name, description, source, options)
    {
        Arguments.Add(_guild);
        _audit.AddTo(this);
        Options.Add(_expect);
        Options.Add(_dryRun);
    }

    protected sealed override Task<int> ExecuteAsync(CommandContext context)
    {
        var change = _audit.Read(context.Parsed) with { ExpectedRevision = context.Parsed.GetValue(_expect), DryRun = context.Parsed.GetValue(_dryRun) };
        return ExecuteAsync(context, context.Parsed.GetValue(_guild), change);
    }

    /// <summary>Whether an option was given that only applies to a change.</summary>
    protected bool HasContext(SymbolResult result)
        => _audit.IsIn(result) || result.GetValue(_expect) is not null || result.GetValue(_dryRun);

    /// <summary>Returns the exit code.</summary>
    protected abstract Task<int> ExecuteAsync(CommandContext context, ulong guildId, ChangeContext change);
}
