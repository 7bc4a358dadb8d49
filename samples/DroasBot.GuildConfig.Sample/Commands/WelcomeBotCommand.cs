using System.CommandLine;
using DroasBot.GuildConfig.Sample.Bot;
using DroasBot.GuildConfig.Sample.Display;

namespace DroasBot.GuildConfig.Sample.Commands;

/// <summary>What the program does when no other command is named: it runs the bot.</summary>
internal sealed class WelcomeBotCommand : RootCommand
{
    private readonly Option<int> _seconds = Numbers.Option(
        "--seconds", "How long the bot handles events.", least: 1, most: 60, byDefault: 8);

    private readonly Option<int> _guilds = Numbers.Option(
        "--guilds", "How many guilds the database is seeded with.", least: 100, most: GuildIds.MostSeeded, byDefault: 20_000);

    public WelcomeBotCommand(StoreOptions store)
        : base("A welcome bot without a gateway: it seeds a database once, loads it, and handles events at full speed for a few seconds.")
    {
        store.AddTo(this);
        Options.Add(_seconds);
        Options.Add(_guilds);
        this.SetInterruptibleAction(async (parseResult, cancellationToken) =>
        {
            var bot = new WelcomeBot(
                store.Read(parseResult),
                Displays.Open(),
                parseResult.GetValue(_guilds),
                TimeSpan.FromSeconds(parseResult.GetValue(_seconds)));
            await bot.RunAsync(cancellationToken);
            return ExitCodes.Succeeded;
        });
    }
}
