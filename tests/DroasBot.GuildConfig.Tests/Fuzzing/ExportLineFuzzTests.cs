using System.Text;
using DroasBot.GuildConfig.Commands.Transfer;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Fuzzing;

/// <summary>Lines of exports that were edited by hand or created by other programs.</summary>
public sealed class ExportLineFuzzTests
{
    private static readonly string[] _lines =
    [
        """{"guildId":"1","settings":{}}""",
        """{"guildId":"18446744073709551615","welcomeChannelId":"81384788765712384","settings":{"every":{"warnLimit":7}}}""",
        """{"guildId":"2","background":{"filePath":"a/b.png","mediaType":"image/png"},"settings":"{ \"x\":1}\n"}""",
        """{"guildId":"3","background":{"contentHash":"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855","mediaType":"image/jpeg"},"settings":{"a":{"b":[1,2]}}}""",
    ];

    [Fact]
    public Task Read_AnyLine_RoundTripsOrIsRefused() => Fuzz.RunAsync(
        random => TextMutation.MutateOne(_lines, random),
        text => text,
        line =>
        {
            // Lines come from a file, whose bytes are either UTF-8 or refused.
            line = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(line));
            try
            {
                var record = GuildLineReader.Read(line);
                var written = Write(record);
                Assert.Equal(record, GuildLineReader.Read(written));
                Assert.DoesNotContain('\n', written);
                return true;
            }
            catch (FormatException refused)
            {
                Assert.NotEmpty(refused.Message);
                return false;
            }
        });

    private static string Write(GuildRecord record)
    {
        using var output = new MemoryStream();
        using var writer = new GuildLineWriter(output);
        writer.WriteAsync(record, CancellationToken.None).GetAwaiter().GetResult();
        writer.FlushAsync(CancellationToken.None).GetAwaiter().GetResult();
        return Encoding.UTF8.GetString(output.ToArray()).TrimEnd('\n');
    }
}
