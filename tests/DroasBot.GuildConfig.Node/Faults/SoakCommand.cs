using System.Diagnostics;
using System.Globalization;
using DroasBot.GuildConfig.Benchmarks.Measurements;
using DroasBot.GuildConfig.Contract;
using Microsoft.Extensions.DependencyInjection;

namespace DroasBot.GuildConfig.Node.Faults;

/// <summary>
/// Works as a bot for some rounds. Prints <c>round READS P50 P99 EDITS P50 P99 FAILURES HEAP RESIDENT HANDLES</c> (microseconds, bytes) after each, and at the end
/// <c>lost N</c>, <c>damaged N</c> and <c>done</c>.
/// </summary>
internal static class SoakCommand
{
    public static async Task<int> RunAsync(string file, int number, int bots, int rounds, int milliseconds)
    {
        await using var provider = NodeHost.Build("sqlite:" + file, static services => services.AddGuildConfig(options =>
        {
            // Small enough to be full soon.
            options.HistoryLimit = 20;
            options.Cache.MaxBytes = 500_000;
            options.Cache.MaxBackgroundBytes = 500_000;
        }).AddSettings<UserSettings>("users"));
        await provider.InitializeGuildConfigAsync();
        var bot = new BusyBot(provider, number, bots);
        for (var round = 0; round < rounds; round++)
        {
            Print(await bot.RunAsync(TimeSpan.FromMilliseconds(milliseconds), $"{file}.backup-{number}"));
        }

        Print($"lost {(await bot.FindLostAsync()).Count}");
        Print($"damaged {(await provider.GetRequiredService<IGuildConfigMaintenance>().VerifyAsync()).Count}");
        Print($"done");
        return 0;
    }

    private static void Print(RoundOfWork round)
    {
        using var process = Process.GetCurrentProcess();
        Print($"round {Describe(round.Reads)} {Describe(round.Edits)} {round.Failures} {SettledHeap.Bytes()} {process.WorkingSet64} {process.HandleCount}");
    }

    private static string Describe(List<TimeSpan> times)
    {
        times.Sort();
        return times.Count == 0 ? "0 0 0" : FormattableString.Invariant($"{times.Count} {times[times.Count / 2].TotalMicroseconds:0} {times[times.Count * 99 / 100].TotalMicroseconds:0}");
    }

    private static void Print(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
