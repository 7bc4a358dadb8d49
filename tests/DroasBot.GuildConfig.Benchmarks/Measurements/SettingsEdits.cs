using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using DroasBot.GuildConfig.Benchmarks.Databases;
using DroasBot.GuildConfig.Benchmarks.Report;
using DroasBot.GuildConfig.Settings;

namespace DroasBot.GuildConfig.Benchmarks.Measurements;

/// <summary>The cost of an edit that replaces every value of a section: linear in the size of the text.</summary>
internal sealed class SettingsEdits : IMeasurement
{
    private const int BytesOfEntry = 16;

    /// <summary>Enough for the runtime to reach its final compilation tier.</summary>
    private static readonly TimeSpan _warmUp = TimeSpan.FromSeconds(3);

    public string Name => "edits";

    public Task RunAsync(ResultTable table, Scale scale)
    {
        var registry = new SettingsRegistry([new SettingsSection<LargeSettings>("large", new GuildSettingsOptions<LargeSettings> { MaxBytes = GuildSettingsDraft.MaxJsonBytes })]);
        foreach (var kilobytes in (int[])[1, 8, 64])
        {
            Measure(table, scale, registry, kilobytes);
        }

        return Task.CompletedTask;
    }

    private static void Measure(ResultTable table, Scale scale, SettingsRegistry registry, int kilobytes)
    {
        // Creating the values is the host's work. Each edit replaces everything that the previous one set.
        var values = (LargeSettings[])[Create(kilobytes, seed: 0), Create(kilobytes, seed: 1)];
        var (times, bytes) = (new Samples(), new Samples());
        var stored = Edit(registry.Defaults, values[0]);
        for (var warmUp = Stopwatch.StartNew(); warmUp.Elapsed < _warmUp;)
        {
            stored = Edit(Edit(stored, values[1]), values[0]);
        }

        for (var round = 0; round < scale.Rounds * 10; round++)
        {
            var allocated = GC.GetAllocatedBytesForCurrentThread();
            var begun = Stopwatch.GetTimestamp();
            stored = Edit(stored, values[(round + 1) % 2]);
            times.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
            bytes.Add((GC.GetAllocatedBytesForCurrentThread() - allocated) / 1e6);
        }

        table.AddValue($"edit of a section of {kilobytes} KB, every value replaced", times.Median, "ms", atMost: 5);
        table.AddValue("the same, allocated", bytes.Median, "MB", atMost: 5);
    }

    private static LargeSettings Create(int kilobytes, int seed)
        => new()
        {
            Points = Enumerable.Range(0, kilobytes * 1000 / BytesOfEntry)
                .ToImmutableDictionary(entry => string.Create(CultureInfo.InvariantCulture, $"member{entry:D4}"), entry => 10 + ((entry + seed) % 90)),
        };

    private static GuildSettings Edit(GuildSettings stored, LargeSettings value)
    {
        var draft = new GuildSettingsDraft(GuildIds.Of(1), stored);
        draft.Set(value);
        draft.ThrowIfNotGivenBack();
        return draft.ToSettings();
    }
}
