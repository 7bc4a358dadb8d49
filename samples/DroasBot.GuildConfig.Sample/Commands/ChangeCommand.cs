using System.CommandLine;

namespace DroasBot.GuildConfig.Sample.Commands;

/// <summary>A command that changes one guild, with the options that go into the audit trail.</summary>
internal abstract class ChangeCommand : StoreCommand
{
    private readonly Argument<ulong> _guild = Snowflakes.Guild();
    private readonly Option<ulong?> _actor = Snowflakes.Actor();
    private readonly Option<string?> _reason = new("--reason") { Description = "Why; kept in the audit trail.", HelpName = "text" };
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
        Options.Add(_actor);
        Options.Add(_reason);
        Options.Add(_expect);
    }

    protected sealed override async Task ExecuteAsync(IServiceProvider services, ParseResult parseResult, CancellationToken cancellationToken)
    {
        var context = new ChangeContext
        {
            ActorId = parseResult.GetValue(_actor),
            Reason = parseResult.GetValue(_reason),
            ExpectedRevision = parseResult.GetValue(_expect),
        };
        await ChangeAsync(Configs(services), parseResult.GetValue(_guild), context, parseResult, cancellationToken);
    }

    protected abstract Task ChangeAsync(
        IGuildConfigService configs, ulong guildId, ChangeContext context, ParseResult parseResult, CancellationToken cancellationToken);
}
