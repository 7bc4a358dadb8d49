using System.Text;
using System.Text.Json.Nodes;
using DroasBot.GuildConfig.Commands.CommandLine;
using DroasBot.GuildConfig.Commands.Settings;
using DroasBot.GuildConfig.Commands.Transfer;
using DroasBot.GuildConfig.DependencyInjection;
using DroasBot.GuildConfig.Settings;
using DroasBot.GuildConfig.Storage.Schema;
using DroasBot.GuildConfig.Storage.Sqlite;
using DroasBot.GuildConfig.Support;
using DroasBot.GuildConfig.Tests.Settings;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Fuzzing;

/// <summary>Inputs that once broke a parser.</summary>
public sealed class FoundInputTests
{
    private const string Surrogate = """{"guildId":"1","\ud800":1}""";

    private static readonly string _deep = $$"""{"other":{{string.Concat(Enumerable.Repeat("{\"a\":", 10_000))}}"5"{{new string('}', 10_000)}}}""";

    [Fact]
    public void GuildLineReader_NameWithAnUnpairedSurrogate_IsRefused()
        => Assert.Contains("is not text", Assert.Throws<FormatException>(() => GuildLineReader.Read(Surrogate)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"revision":0,"createdAt":1,"updatedAt":2,"settings":{}}""")]
    [InlineData("""{"revision":1,"createdAt":253402300800000,"updatedAt":2,"settings":{}}""")]
    [InlineData("""{"revision":1,"createdAt":1,"updatedAt":-9223372036854775808,"settings":{}}""")]
    [InlineData("""{"revision":1,"createdAt":1,"updatedAt":2,"welcomeChannelId":"0","settings":{}}""")]
    [InlineData("""{"revision":1,"createdAt":1,"updatedAt":2,"welcomeChannelId":" +5","settings":{}}""")]
    [InlineData("""{"revision":1,"createdAt":1,"updatedAt":2,"background":{"id":"7d9f5b2a-0a53-4c55-9d0c-0d3f3a3f1a11","filePath":"a","mediaType":null,"createdAt":5},"settings":{}}""")]
    [InlineData("""{"revision":1,"createdAt":1,"updatedAt":2,"background":{"id":"7d9f5b2a-0a53-4c55-9d0c-0d3f3a3f1a11","mediaType":"image/png","createdAt":5},"settings":{}}""")]
    public void SnapshotJson_ImpossibleValue_IsDamage(string text)
        => Assert.Throws<FormatException>(() => SnapshotJson.Read(Registered.Guild, text, EveryInput.Registry));

    [Fact]
    public void ChangeRow_ConfigurationWithoutAGuild_IsDamage()
    {
        var row = new ChangeRow(3, null, GuildConfigChangeKind.Refreshed, 5, null, null, null, """{"revision":3,"createdAt":1,"updatedAt":2,"settings":{}}""", null, null, null, null);

        Assert.Contains("no guild", Assert.Throws<FormatException>(() => row.ToChange(EveryInput.Registry)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"other":{"a":1,"a":2}}""")]
    [InlineData("""{"other":{"\ud800":1}}""")]
    [InlineData("""{"other":{"a":"\ud800"}}""")]
    [InlineData(null)]
    public void Differences_UnreadableSection_IsShownAsStored(string? stored)
    {
        var text = stored ?? _deep;
        var change = new GuildConfigChange(
            4, Registered.Guild, GuildConfigChangeKind.Updated, DateTimeOffset.UnixEpoch, null, null, EveryInput.Snapshot(text), EveryInput.Snapshot("""{"other":{"a":3}}"""));

        var difference = Assert.Single(change.Differences);

        Assert.Equal(("other", text[9..^1], """{"a":3}"""), (difference.Path, difference.Before!.GetValue<string>(), difference.After!.ToJsonString()));
    }

    [Fact]
    public void StoredSection_UnpairedSurrogate_IsTextAsTyped()
        => Assert.Equal("""{"new":{"x":"\"\\ud800\""}}""", new StoredSection(schema: null).Write(EveryInput.Snapshot("{}"), "new.x", "\"\\ud800\""));

    [Fact]
    public void StoredSection_UnreadableSection_IsNotEdited()
    {
        var guild = EveryInput.Snapshot("""{"new":{"\ud800":1}}""");

        Assert.Contains("cannot be edited", Assert.Throws<CommandException>(() => new StoredSection(schema: null).Write(guild, "new.x", "1")).Message, StringComparison.Ordinal);
        Assert.Contains("cannot be edited", Assert.Throws<CommandException>(() => StoredSection.Read(EveryInput.Snapshot(_deep), "other.a")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ValueSearch_NamesAndDepthOfAnyKind_AreSearched()
    {
        Assert.Equal([("new.\\ud800", "5"), ("new.b.1", "5")], new ValueSearch("5", null, false).Find(EveryInput.Snapshot("""{"new":{"\ud800":5,"b":[{},"5","\ud800"]}}""")).Select(found => (found.Path.Replace("\\\\", "\\", StringComparison.Ordinal), found.Value)));
        Assert.Single(new ValueSearch("5", null, false).Find(EveryInput.Snapshot(_deep)));
    }

    [Theory]
    [InlineData("""{"properties":{"every":{"pattern":"("}}}""")]
    [InlineData("""{"properties":{"every":{"$ref":"\ud800"}}}""")]
    public void SchemaFile_NotASchema_IsRefused(string text)
    {
        using var directory = new TemporaryDirectory();
        var file = directory.Write("schema.json", Encoding.UTF8.GetBytes(text));

        Assert.Contains(file, Assert.Throws<CommandException>(() => SchemaFile.Read(file)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void SchemaFile_ReferenceToAMissingFile_IsRefused()
    {
        using var directory = new TemporaryDirectory();
        var schema = SchemaFile.Read(directory.Write("schema.json", """{"properties":{"every":{"properties":{"x":{"$ref":"#/nowhere"}}}}}"""u8));

        Assert.Contains("schema.json", Assert.Throws<CommandException>(() => schema.FindViolations("every", new JsonObject { ["x"] = 1 })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_NumberWithAnUnpairedSurrogate_NamesTheValue()
    {
        var draft = new GuildSettingsDraft(Registered.Guild, EveryInput.Registry.Read("{}"));

        Assert.Equal("value", Assert.Throws<ArgumentException>(() => draft.Write("every.price", "1\udc00")).ParamName);
    }

    /// <summary>In JSON, the surrogate is escaped, so it arrives here.</summary>
    [Theory]
    [InlineData("every.price", "\"\\ud800\"")]
    [InlineData("every.severity", "\"\\udc00x\"")]
    [InlineData("every.staff", "[\"\\ud800\"]")]
    [InlineData("every.enabled", "{\"a\":\"\\ud800\"}")]
    public void Write_JsonWithAnUnpairedSurrogate_NamesThePath(string path, string json)
    {
        var draft = new GuildSettingsDraft(Registered.Guild, EveryInput.Registry.Read("{}"));

        Assert.Contains(path, Assert.Throws<ArgumentException>(() => draft.Write(path, json)).Message, StringComparison.Ordinal);
    }

    /// <summary>An import of what was exported keeps it.</summary>
    [Fact]
    public void ReplaceAll_RemainsOfUnreadableText_AreKept()
    {
        var draft = new GuildSettingsDraft(Registered.Guild, EveryInput.Registry.Read("{}"));

        draft.ReplaceAll("""{"$damaged":"x"}""");

        Assert.Equal("""{"$damaged":"x"}""", draft.ToSettings().Json);
    }

    [Theory]
    [InlineData("every.enabled.\u0007..")]
    [InlineData("every.\\")]
    [InlineData("every.byTopic.\u0007x.y")]
    public void Write_PathWithAControlCharacter_IsQuoted(string path)
    {
        var longer = path.Replace("\u0007", "\u0007" + new string('x', 9_000), StringComparison.Ordinal);
        var draft = new GuildSettingsDraft(Registered.Guild, EveryInput.Registry.Read("{}"));

        var refused = Assert.Throws<ArgumentException>(() => draft.Write(longer, "1"));

        Assert.DoesNotContain(refused.Message, char.IsControl);
        Assert.InRange(refused.Message.Length, 1, 1_000);
    }

    [Fact]
    public void SqliteConnectionStrings_InvalidString_IsNotQuoted()
    {
        var refused = Assert.Throws<ArgumentException>(() => SqliteConnectionStrings.Parse("Data Source=a.db;Password=secret;hidden=1"));

        Assert.DoesNotContain("hidden", refused.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Default Timeout=390071992547409930")]
    [InlineData("Default Timeout=-1e99")]
    [InlineData("Foreign Keys=2")]
    [InlineData("Pooling=9999999999999999999")]
    [InlineData("Cache=99999999999")]
    [InlineData("Mode=-99999999999")]
    public void SqliteConnectionStrings_ValueOutOfRange_IsRefused(string keyword)
        => Assert.Equal("connectionString", Assert.Throws<ArgumentException>(() => SqliteConnectionStrings.Parse("Data Source=a.db;" + keyword)).ParamName);

    [Fact]
    public void UsePostgreSql_UnknownKeywordWithoutAValue_IsRefused()
    {
        using var provider = new ServiceCollection().AddGuildConfig().UsePostgreSql("Host=a;Database=b").Services.BuildServiceProvider();
        var check = provider.GetServices<IOptionsCheck>().OfType<IConnectionStringCheck>().Single();

        Assert.Contains("unknown keyword", Assert.Single(check.FindFaults(new GuildConfigOptions { ConnectionString = "Filename=;Host=a" })), StringComparison.Ordinal);
    }
}
