using FsCheck;
using FsCheck.Fluent;

namespace DroasBot.GuildConfig.Tests.Properties;

/// <summary>Generates random sequences of commands, and smaller variants of a failing sequence.</summary>
internal static class CommandSequences
{
    /// <summary>Only a few ids, so that commands collide; they include the ends of the number line and of its signed halves.</summary>
    public static IReadOnlyList<ulong> Guilds { get; } = [1, 175_928_847_299_117_063, (1UL << 63) - 1, 1UL << 63, ulong.MaxValue];

    public static Arbitrary<CommandSequence> Arbitrary { get; } = Arb.From(
        Command(Gen.Frequency(
            (6, Step()),
            (3, Gen.Elements(CommandKind.Get, CommandKind.GetOrCreate)),
            (2, Gen.Elements(CommandKind.Transact, CommandKind.FailingTransact)),
            (2, Gen.Elements(CommandKind.Invalidate, CommandKind.Refresh, CommandKind.RefreshAll, CommandKind.List, CommandKind.FailingUpdate)),
            (1, Gen.Elements(CommandKind.Restart, CommandKind.List))))
            .ListOf().Select(commands => new CommandSequence([.. commands])),
        Shrink);

    private static Gen<CommandKind> Step()
        => Gen.Elements(
            CommandKind.SetChannel, CommandKind.SetChannel, CommandKind.ClearChannel, CommandKind.SetBackground, CommandKind.SetBackground,
            CommandKind.ClearBackground, CommandKind.Delete);

    private static Gen<Command> Command(Gen<CommandKind> kinds)
        => from kind in kinds
           from guild in Gen.Elements<ulong>(Guilds)
           from channel in Gen.Elements(1UL, 2UL, ulong.MaxValue)
           from path in Gen.Elements("a.png", "b.png", "sub/c.jpg")
           from steps in kind is CommandKind.Transact or CommandKind.FailingTransact
               ? Command(Gen.Frequency((4, Step()), (1, Gen.Constant(CommandKind.Get)))).ListOf()
               : Gen.Constant<List<Command>>([])
           select new Command(kind, guild, channel, path, [.. steps]);

    /// <summary>Omits the first half, the second half, and each command or step; then uses the simplest guild.</summary>
    private static IEnumerable<CommandSequence> Shrink(CommandSequence sequence)
        => Shrink(sequence.Commands).Select(commands => new CommandSequence(commands));

    private static IEnumerable<IReadOnlyList<Command>> Shrink(IReadOnlyList<Command> commands)
    {
        if (commands.Count > 3)
        {
            yield return [.. commands.Take(commands.Count / 2)];
            yield return [.. commands.Skip(commands.Count / 2)];
        }

        for (var i = 0; i < commands.Count; i++)
        {
            yield return [.. commands.Take(i), .. commands.Skip(i + 1)];
        }

        for (var i = 0; i < commands.Count; i++)
        {
            foreach (var smaller in Shrink(commands[i]))
            {
                yield return [.. commands.Take(i), smaller, .. commands.Skip(i + 1)];
            }
        }
    }

    private static IEnumerable<Command> Shrink(Command command)
    {
        foreach (var steps in Shrink(command.Steps))
        {
            yield return command with { Steps = steps };
        }

        if (command.Guild != Guilds[0])
        {
            yield return command with { Guild = Guilds[0] };
        }
    }
}
