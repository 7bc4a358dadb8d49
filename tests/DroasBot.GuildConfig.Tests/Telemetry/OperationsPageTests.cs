using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using DroasBot.GuildConfig.Contract.Documentation;
using DroasBot.GuildConfig.Health;
using DroasBot.GuildConfig.Support;
using DroasBot.GuildConfig.Telemetry;
using DroasBot.GuildConfig.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Telemetry;

/// <summary>The page for operators matches the code.</summary>
public sealed partial class OperationsPageTests
{
    private static readonly string[] _lines = File.ReadAllLines(Repository.Path("docs/operate/operations.md"));
    private static readonly List<MarkdownTable> _tables = [.. MarkdownTable.ReadAll(_lines)];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Metrics_OfThePage_MatchTheInstruments()
    {
        await using var host = await TestHost.StartAsync(services: services => services.AddMetrics());
        using var measurements = new Measurements(host);

        Assert.Equal(
            measurements.Instruments.Select(instrument => (instrument.Name, TypeOf(instrument), instrument.Unit!)).Order(),
            Rows("instrument").Select(row => (row[0], row[1], row[2])).Order());
    }

    [Fact]
    public async Task MetricTags_OfThePage_MatchTheMeasuredOnes()
    {
        var faults = new WriterFaults();
        await using var host = await TestHost.StartAsync(services: services =>
        {
            services.AddMetrics();
            faults.AddTo(services);
        });
        using var measurements = new Measurements(host);
        measurements.Observe("cache.requests");
        var meanings = Rows("instrument").ToDictionary(row => row[0], row => row[4]);
        Assert.All(measurements.All.Where(measured => measured.Tags.Count > 0), measured => Assert.Contains((string)measured.Tags.Values.Single()!, meanings[measured.Instrument], StringComparison.Ordinal));

        faults.Fault = WriterFaults.Times(1, "UPDATE guild_config_clock", WriterFaults.Permanent);
        await Assert.ThrowsAsync<GuildConfigStoreException>(() => host.Service.GetOrCreateAsync(1, cancellationToken: Token));
        await host.ExecuteAsync("DROP TABLE guild_config");
        await Assert.ThrowsAsync<GuildConfigStoreException>(() => host.Cache.RefreshAllAsync(cancellationToken: Token));
        await Assert.ThrowsAsync<GuildConfigStoreException>(() => host.Cache.RefreshAsync(1, Token));

        // The commit's event comes after its caller's response.
        await Deadlines.UntilAsync(() => measurements.Of("commit.duration").Count > 0);
        Assert.Equal(
            measurements.All.SelectMany(measured => measured.Tags.Keys.Select(tag => (measured.Instrument, tag))).Distinct().Order(),
            Rows("instrument").Where(row => row[3].Length > 0).Select(row => (row[0], row[3])).Order());
    }

    [Fact]
    public void LogEvents_OfThePage_MatchTheMessages()
        => Assert.Equal(
            from method in typeof(GuildConfig.Telemetry.Log).GetMethods(BindingFlags.Static | BindingFlags.Public)
            let message = method.GetCustomAttribute<LoggerMessageAttribute>()
            where message is not null
            orderby message.EventId
            select (message.EventId.ToString(CultureInfo.InvariantCulture), message.Level.ToString(), message.Message),
            Rows("event").Select(row => (row[0], row[1], row[2])));

    [Fact]
    public async Task Figures_OfThePage_MatchTheHealthData()
    {
        await using var host = await TestHost.StartAsync(services: services => services.AddHealthChecks().AddGuildConfig());

        Assert.Equal(
            host.Get<HealthData>().Read(default).Keys.Append("database.revision").Order(StringComparer.Ordinal),
            Rows("figure").Select(row => row[0]).Order(StringComparer.Ordinal));
    }

    /// <summary>The documented descriptions occur in the source of the check, or in a message of an engine.</summary>
    [Fact]
    public void HealthReasons_OfThePage_MatchTheSource()
    {
        var source = string.Concat(Directory.EnumerateFiles(Repository.Path("src"), "*.cs", SearchOption.AllDirectories).Select(File.ReadAllText));

        Assert.All(
            _lines.Where(line => line.StartsWith("| unhealthy |", StringComparison.Ordinal) || line.StartsWith("| degraded |", StringComparison.Ordinal)),
            line => Assert.Contains(QuotedPattern().Match(line).Groups[1].Value, source, StringComparison.Ordinal));
    }

    private static IEnumerable<IReadOnlyList<string>> Rows(string firstColumn) => _tables.Where(table => table.Header[0] == firstColumn).SelectMany(table => table.Rows);

    private static string TypeOf(System.Diagnostics.Metrics.Instrument instrument)
        => instrument.GetType().Name.Split('`')[0].Replace("Observable", string.Empty, StringComparison.Ordinal).ToLowerInvariant();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex QuotedPattern();
}
