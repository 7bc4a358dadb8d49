using DroasBot.GuildConfig.Contract;
using DroasBot.GuildConfig.Support;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Fuzzing;

/// <summary>Runs a parser on many inputs. An input depends only on the seed and its number, so a failure can be reproduced from its message.</summary>
/// <remarks>The long mode: <c>GUILD_CONFIG_FUZZ_INPUTS=1000000 GUILD_CONFIG_FUZZ_SEED=7 dotnet test tests/DroasBot.GuildConfig.Tests --filter Fuzzing</c>.</remarks>
internal static class Fuzz
{
    private const int MostShown = 2_000;
    private const long FixedBytes = 1 << 20;

    private static readonly int _inputs = Repetitions.Of("GUILD_CONFIG_FUZZ_INPUTS", 2_000);
    private static readonly int _seed = Repetitions.Of("GUILD_CONFIG_FUZZ_SEED", 1);

    /// <summary>Fails for an exception that is not documented, for a hang, and for memory out of proportion to the input.</summary>
    /// <param name="make">Creates an input.</param>
    /// <param name="show">Gets the input's text.</param>
    /// <param name="parse">Parses it, checks the result, and returns whether it was accepted.</param>
    /// <param name="bytesPerCharacter">How many bytes may be allocated per character of its text.</param>
    public static async Task RunAsync<TInput>(Func<Random, TInput> make, Func<TInput, string> show, Func<TInput, bool> parse, int bytesPerCharacter = 500)
    {
        var (number, accepted) = (0, 0);
        var running = Task.Factory.StartNew(
            () =>
            {
                for (; number < _inputs; Volatile.Write(ref number, number + 1))
                {
                    accepted += Try(make, show, parse, number, bytesPerCharacter) ? 1 : 0;
                }
            },
            TestContext.Current.CancellationToken,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        for (var last = -1; !running.IsCompleted && Volatile.Read(ref number) is var now; last = now)
        {
            Assert.True(now > last, $"Input {now} of the seed {_seed} has no end: {Quote(show(make(RandomOf(now))))}");
            await Task.WhenAny(running, Task.Delay(Deadlines.Limit, TestContext.Current.CancellationToken));
        }

        await running;
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {_seed}: {_inputs} inputs, {accepted} accepted");

        // Otherwise the inputs are all alike and prove little.
        Assert.InRange(accepted, 1, _inputs - 1);
    }

    private static bool Try<TInput>(Func<Random, TInput> make, Func<TInput, string> show, Func<TInput, bool> parse, int number, int bytesPerCharacter)
    {
        var input = make(RandomOf(number));
        var shown = show(input);
        try
        {
            var (isAccepted, allocated) = Measure(parse, input);
            var allowed = FixedBytes + ((long)bytesPerCharacter * shown.Length);
            if (allocated > allowed)
            {
                // Excludes what the first input of its kind allocates once and keeps.
                (_, allocated) = Measure(parse, input);
            }

            Assert.True(allocated <= allowed, $"It took {allocated} bytes, and has {shown.Length} characters.");
            return isAccepted;
        }
        catch (Exception unforeseen)
        {
            throw new InvalidOperationException($"Input {number} of the seed {_seed}: {Quote(shown)}{Environment.NewLine}{unforeseen}");
        }
    }

    private static (bool IsAccepted, long Allocated) Measure<TInput>(Func<TInput, bool> parse, TInput input)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        return (parse(input), GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static Random RandomOf(int number) => new(unchecked((_seed * 1_000_003) ^ number));

    /// <summary>Escapes text as in JSON or C#, so that it can be copied.</summary>
    private static string Quote(string text)
        => string.Concat(text.Take(MostShown).Select(character => character is >= ' ' and < '\u007f' ? character.ToString() : $"\\u{(int)character:x4}")) + (text.Length > MostShown ? $"... ({text.Length} characters)" : "");
}
