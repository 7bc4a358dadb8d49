using System.Text.Json.Nodes;
using DroasBot.GuildConfig.Settings;
using DroasBot.GuildConfig.Tests.Settings;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Fuzzing;

/// <summary>Paths and values that people type.</summary>
public sealed class PathFuzzTests
{
    private static readonly (string Path, string Value)[] _typed =
    [
        ("every.enabled", "false"), ("every.warnLimit", "5"), ("every.balance", "-5"), ("every.ratio", "1.25"), ("every.price", "1.10"), ("every.greeting", "hello"), ("every.farewell", "null"),
        ("every.severity", "high"), ("every.override", "null"), ("every.abilities", "write,read"), ("every.muteFor", "01:30:00"), ("every.since", "2031-02-03T04:05:06Z"),
        ("every.counter", "18446744073709551615"), ("every.logChannelId", "81384788765712384"), ("every.staff", "[1, \"2\"]"), ("every.staff.-", "7"), ("every.byUser.7", "high"),
        ("every.byUser", """{"5":"High"}"""), ("every.byTopic.a\\.b\\\\c", "5"), ("every.words.-", "x"), ("every.rule.threshold", "9"), ("every.rule", """{"name":"x","threshold":4}"""),
        ("every.extra.name", "x"), ("every.rules.-", """{"name":"x","threshold":4,"channelId":"9"}"""), ("every", """{"warnLimit":5}"""), ("moderation.weights.k", "1"),
    ];

    [Fact]
    public Task Write_AnyPathAndText_IsReadBackOrRefused() => Fuzz.RunAsync(
        random =>
        {
            var (path, value) = _typed[random.Next(_typed.Length)];
            return random.Next(3) switch
            {
                0 => (Path: TextMutation.Mutate(path, random), Value: value),
                1 => (Path: path, Value: TextMutation.Mutate(value, random)),
                _ => (Path: TextMutation.Mutate(path, random), Value: TextMutation.Mutate(value, random)),
            };
        },
        input => $"{input.Path} = {input.Value}",
        input => IsAccepted(draft => draft.Write(input.Path, input.Value), input.Path, "path", "value") | IsAccepted(draft => draft.Reset(input.Path), input.Path, "path"));

    [Fact]
    public Task Split_AnyParts_ReturnsThem() => Fuzz.RunAsync(
        random => Enumerable.Range(0, random.Next(4)).Select(_ => TextMutation.Mutate("a.b\\c", random)).Where(part => part.Length > 0).ToList(),
        parts => string.Join(' ', parts),
        parts =>
        {
            var path = parts.Aggregate("", SettingsPath.Append);
            try
            {
                Assert.Equal(parts, SettingsPath.Split(path));
                return true;
            }
            catch (ArgumentException refused)
            {
                Assert.Equal("path", refused.ParamName);
                Assert.Empty(parts);
                return false;
            }
        });

    private static bool IsAccepted(Action<GuildSettingsDraft> change, string path, params string[] arguments)
    {
        var draft = new GuildSettingsDraft(Registered.Guild, EveryInput.Registry.Read(EveryInput.Texts[4]));
        try
        {
            change(draft);
        }
        catch (GuildSettingsValidationException invalid)
        {
            Assert.NotEmpty(invalid.Violations);
            return false;
        }
        catch (ArgumentException refused)
        {
            Assert.Contains(refused.ParamName, arguments);
            Assert.InRange(refused.Message.Length, 1, 4_000);
            Assert.DoesNotContain(refused.Message, char.IsControl);
            return false;
        }

        var written = EveryInput.Snapshot(draft.ToSettings().Json);
        if (!path.EndsWith('-') && TryRead(written, path) is { } value)
        {
            var again = new GuildSettingsDraft(written.GuildId, written.Settings);
            again.WriteJson(path, value);
            Assert.Equal(written.SettingsJson, again.ToSettings().Json);
        }

        return true;
    }

    /// <summary>A value that was reset need not exist.</summary>
    private static JsonNode? TryRead(GuildConfigSnapshot written, string path)
    {
        try
        {
            return written.Read(path);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
