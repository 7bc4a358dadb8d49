using System.CommandLine;
using System.CommandLine.Parsing;

namespace DroasBot.GuildConfig.Sample.Commands;

/// <summary>A command that changes one guild, with the options that go into the audit trail.</summary>
internal abstract class ChangeCommand : StoreCommand
{
    private readonly Argument<ulong> _guild = Snowflakes.Guild();
    private readonly AuditOptions _audit = new();
    private readonly Option<long?> _expect = new("--expect")
    {
        Description = "The revision that the guild must still have (0: none stored); otherwise nothing is changed.",
        HelpName = "revision",
        CustomParser = result => Numbers.Parse(result, "revision", 0, long.MaxValue),
    };

    protected ChangeCommand(string name, string description, StoreOptions store)
        : base(name, description, store)
    {
        Arguments.Add(_guild);
        _audit.AddTo(this);
        Options.Add(_expect);
    }

    protected sealed override async Task<int> ExecuteAsync(IServiceProvider services, ParseResult parseResult, CancellationToken cancellationToken)
    {
        var context = _audit.Read(parseResult) with { ExpectedRevision = parseResult.GetValue(_expect) };
        await ChangeAsync(services, parseResult.GetValue(_guild), context, parseResult, cancellationToken);
        return ExitCodes.Succeeded;
    }

    /// <summary>Says whether an option was given that only a change can use.</summary>
    protected bool HasContext(SymbolResult result)
        => _audit.IsIn(result) || result.GetValue(_expect) is not null;

    protected abstract Task ChangeAsync(
        IServiceProvider services, ulong guildId, ChangeContext context, ParseResult parseResult, CancellationToken cancellationToken);
}
