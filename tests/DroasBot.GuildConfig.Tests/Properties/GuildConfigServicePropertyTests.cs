using DroasBot.GuildConfig.Tests.Support;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Properties;

/// <summary>Any sequence of commands has the same effect on the library as on a plain dictionary.</summary>
/// <remarks>
/// A failure prints the shrunk sequence and a replay seed, as in <c>Replay: (123,456,7)</c>. To run that sequence again, give
/// <c>.WithReplay(123, 456, 7)</c> to the configuration below.
/// </remarks>
public sealed class GuildConfigServicePropertyTests
{
    private static readonly Config _config = Config.QuickThrowOnFailure.WithMaxTest(100).WithEndSize(40);

    [Theory]
    [InlineData(100_000_000)]
    [InlineData(4_096)]
    public async Task Commands_AnySequence_ActLikeADictionary(long maxBytes)
    {
        await using var host = await TestHost.StartAsync(options => options.Cache.MaxBytes = maxBytes);
        var runner = new CommandRunner(host);

        await Task.Run(() => Check(sequence => runner.RunAsync(sequence).GetAwaiter().GetResult()), TestContext.Current.CancellationToken);
    }

    [Fact]
    public void Commands_FailingSequence_IsShrunkAndCanBeReplayed()
    {
        var smallest = int.MaxValue;

        var failure = Assert.ThrowsAny<Exception>(() => Check(sequence =>
        {
            if (sequence.Commands.Any(command => command.Kind == CommandKind.Restart))
            {
                smallest = Math.Min(smallest, sequence.Commands.Count);
                throw new NotSupportedException("No restarts, please.");
            }
        }));

        Assert.Equal(1, smallest);
        Assert.Contains("Replay", failure.Message, StringComparison.Ordinal);
    }

    private static void Check(Action<CommandSequence> run) => Prop.ForAll(CommandSequences.Arbitrary, run).Check(_config);
}
