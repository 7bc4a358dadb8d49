using System.Diagnostics;
using System.Globalization;
using DroasBot.GuildConfig.Benchmarks.Baselines;
using DroasBot.GuildConfig.Support.Processes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace DroasBot.GuildConfig.Benchmarks.Measurements;

/// <summary>A process that starts, reads one guild and prints how long that took: this program again, with an internal argument.</summary>
/// <param name="SinceStart">Milliseconds from just before the process was started until the guild was read.</param>
/// <param name="SinceMain">The same from the first line of the program, which excludes the start of the runtime.</param>
/// <param name="WorkingSet">The working set at that point, in megabytes.</param>
/// <param name="Heap">The managed heap at that point, in megabytes, garbage included.</param>
internal sealed record StartedProcess(double SinceStart, double SinceMain, double WorkingSet, double Heap)
{
    /// <summary>The first argument of such a process.</summary>
    public const string Argument = "started-process";

    private const double Megabyte = 1_000_000;

    /// <param name="kind">What the process uses.</param>
    /// <param name="connectionString">An existing database.</param>
    /// <param name="guildId">A guild in it.</param>
    public static async Task<StartedProcess> RunAsync(StartedProcessKind kind, string connectionString, ulong guildId)
    {
        // Both processes read the same clock, that of the machine.
        var start = DotnetProgram.StartInfo(
            typeof(StartedProcess).Assembly.Location, Argument, kind.ToString(), connectionString, Text(guildId), Text(Stopwatch.GetTimestamp()));
        start.RedirectStandardOutput = true;
        using var process = Process.Start(start)!;
        var line = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 && line.Split(' ') is [var sinceStart, var sinceMain, var workingSet, var heap]
            ? new StartedProcess(Number(sinceStart), Number(sinceMain), Number(workingSet), Number(heap))
            : throw new InvalidOperationException($"The process ended with {process.ExitCode}: {line}");
    }

    /// <summary>Runs in that process.</summary>
    public static async Task MainAsync(string[] arguments)
    {
        var begun = Stopwatch.GetTimestamp();
        var (kind, connectionString, guildId) = (Enum.Parse<StartedProcessKind>(arguments[1]), arguments[2], ulong.Parse(arguments[3], CultureInfo.InvariantCulture));
        var revision = kind == StartedProcessKind.NaiveEf
            ? await ReadByEfAsync(connectionString, guildId)
            : await ReadByLibraryAsync(connectionString, guildId, preloads: kind == StartedProcessKind.LibraryPreloading);
        var (sinceMain, sinceStart) = (Stopwatch.GetElapsedTime(begun), Stopwatch.GetElapsedTime(long.Parse(arguments[4], CultureInfo.InvariantCulture)));
        if (revision == 0)
        {
            throw new InvalidOperationException("The guild was not found.");
        }

        Console.Write(string.Create(
            CultureInfo.InvariantCulture,
            $"{sinceStart.TotalMilliseconds} {sinceMain.TotalMilliseconds} {Environment.WorkingSet / Megabyte} {GC.GetTotalMemory(forceFullCollection: false) / Megabyte}"));
    }

    private static async Task<long> ReadByLibraryAsync(string connectionString, ulong guildId, bool preloads)
    {
        var services = new ServiceCollection();
        services.AddGuildConfig(options =>
        {
            options.ConnectionString = connectionString;
            options.PreloadOnStartup = preloads;
        });
        await using var provider = services.BuildServiceProvider();
        await provider.InitializeGuildConfigAsync();
        return (await provider.GetRequiredService<IGuildConfigService>().GetAsync(guildId)).Revision;
    }

    private static async Task<long> ReadByEfAsync(string connectionString, ulong guildId)
    {
        using var context = new NaiveContext(new DbContextOptionsBuilder<NaiveContext>().UseSqlite(connectionString).Options);
        return (await context.Guilds.AsNoTracking().SingleAsync(guild => guild.GuildId == unchecked((long)guildId))).Revision;
    }

    private static string Text<T>(T number)
        where T : IFormattable
        => number.ToString(format: null, CultureInfo.InvariantCulture);

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
