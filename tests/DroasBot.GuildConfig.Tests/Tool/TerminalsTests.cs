using System.Globalization;
using System.Text.RegularExpressions;
using DroasBot.GuildConfig.Commands.Output;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Tool;

public sealed class TerminalsTests : IDisposable
{
    private readonly StringWriter _output = new(CultureInfo.InvariantCulture);

    public void Dispose() => _output.Dispose();

    [Theory]
    [InlineData(Tone.Plain)]
    [InlineData(Tone.Strong)]
    [InlineData(Tone.Added)]
    public void Write_LineLongerThanTheTerminal_BreaksBetweenWords(object tone)
    {
        var terminal = Terminals.Open(_output);
        terminal.Profile.Width = 40;

        Terminals.Write(terminal, _output, new Line("Guild 1034567890123456789 has the channel 1034567890123999999.", (Tone)tone));

        Assert.Equal(["Guild 1034567890123456789 has the", "channel 1034567890123999999."], WithoutStyles(_output.ToString()).TrimEnd().Split('\n').Select(line => line.TrimEnd()));
    }

    [Fact]
    public async Task ShowProgress_Work_RunsAndReturnsItsResult()
    {
        var terminal = Terminals.Open(_output);
        terminal.Profile.Width = 60;

        var result = await Terminals.ShowProgressAsync(terminal, "Loading", async progress =>
        {
            progress.Report(new GuildConfigPreloadProgress(5, 10));
            progress.Report(new GuildConfigPreloadProgress(3, 10));
            progress.Report(new GuildConfigPreloadProgress(10, 10));
            await Task.Yield();
            return 7;
        });

        Assert.Equal(7, result);
    }

    internal static string WithoutStyles(string text) => Regex.Replace(text, "\e\\[[0-9;]*m", "");

    [Theory]
    [InlineData(null, "")]
    [InlineData(1234.5, "1,234/s")]
    public void Rate_OfAMoment_IsAWholeNumber(double? rate, string expected) => Assert.Equal(expected, RateColumn.TextOf(rate));
}
