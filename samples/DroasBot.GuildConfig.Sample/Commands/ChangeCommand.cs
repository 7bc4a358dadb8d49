using System.CommandLine;

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

    protected sealed override async Task ExecuteAsync(IServiceProvider services, ParseResult parseResult, CancellationToken cancellationToken)
    {
        var context = _audit.Read(parseResult) with { ExpectedRevision = parseResult.GetValue(_expect) };
        await ChangeAsync(Configs(services), parseResult.GetValue(_guild), context, parseResult, cancellationToken);
    }

    protected abstract Task ChangeAsync(
        IGuildConfigService configs, ulong guildId, ChangeContext context, ParseResult parseResult, CancellationToken cancellationToken);
}
