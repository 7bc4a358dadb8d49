using Microsoft.Extensions.DependencyInjection;

namespace DroasBot.GuildConfig.Node.Faults;

/// <summary>One run of a node whose file operations are recorded. Prints <c>ended</c> after an orderly shutdown.</summary>
internal static class RecordedCommand
{
    private const int UnitsBeforeKill = 150;
    private const ulong ErasedUser = 77_001;

    /// <summary>The size above which the log is copied while writes go on. Soon afterwards, it restarts.</summary>
    private const long LongLog = 4_000L * (24 + 4_096);

    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(10);

    public static async Task<int> RunAsync(string file, string life)
    {
        RecordedProcess.RouteSystemCalls();
        using var marks = new Marks(file);
        marks.Begin(life);
        await (life switch
        {
            "killed" => HostAsync(file, services => WriteUntilKilledAsync(services, marks)),
            "kept" => HostAsync(file, services => KeepAsync(services, marks, file)),
            "filled" => HostAsync(file, services => FillLogAsync(services, marks, file)),
            "written" => HostAsync(file, services => WriteAsync(WritersOf(services, marks, 31, 3), 10)),
            "copied" => HostAsync(file, services => BackUpAsync(services, marks, file)),
            _ => new RecordedCopies(marks, file).RunAsync(life),
        });

        Console.WriteLine("ended");
        return 0;
    }

    private static async Task HostAsync(string file, Func<IServiceProvider, Task> work)
    {
        await using var provider = await FaultHost.StartAsync(file);
        await work(provider);
    }

    private static Task WriteUntilKilledAsync(IServiceProvider services, Marks marks)
        => Task.WhenAll(WritersOf(services, marks, 1, 6).Select(writer => Task.Run(() => writer.RunAsync(() =>
        {
            if (marks.Done >= UnitsBeforeKill)
            {
                RecordedProcess.End();
            }

            return false;
        }))));

    /// <summary>Waits until the log was copied while nothing is written; then erases users and guilds and prunes history between other changes.</summary>
    private static async Task KeepAsync(IServiceProvider services, Marks marks, string file)
    {
        var writers = WritersOf(services, marks, 11, 4).ToList();
        await WriteAsync(writers, 15);
        for (var before = File.GetLastWriteTimeUtc(file); File.GetLastWriteTimeUtc(file) == before;)
        {
            await Task.Delay(_pause);
        }

        await WriteAsync(writers, 5);
        var keeper = new MarkedWriter(services, marks, 19);
        await Task.WhenAll(keeper.EraseUserAsync(ErasedUser), WriteAsync(writers, 10));
        await keeper.EraseGuildAsync();
        await Task.WhenAll(keeper.PruneAsync(), WriteAsync(writers, 10));
    }

    /// <summary>Writes until the log was copied while writes went on, and has restarted.</summary>
    private static async Task FillLogAsync(IServiceProvider services, Marks marks, string file)
    {
        var writers = WritersOf(services, marks, 21, 2).ToList();
        await Task.WhenAll(writers.Select(writer => writer.RunAsync(() => new FileInfo(file + "-wal").Length > LongLog)));
        await WriteAsync(writers, 40);
    }

    /// <summary>Makes a backup between other changes, and ends with a log that has more.</summary>
    private static async Task BackUpAsync(IServiceProvider services, Marks marks, string file)
    {
        var writers = WritersOf(services, marks, 34, 2).ToList();
        await WriteAsync(writers, 5);
        await Task.WhenAll(new RecordedCopies(marks, file).BackUpAsync(services.GetRequiredService<IGuildConfigMaintenance>()), WriteAsync(writers, 10));
        await WriteAsync(writers, 5);
        RecordedProcess.End();
    }

    private static IEnumerable<MarkedWriter> WritersOf(IServiceProvider services, Marks marks, int first, int count)
        => Enumerable.Range(first, count).Select(number => new MarkedWriter(services, marks, number));

    private static Task WriteAsync(IEnumerable<MarkedWriter> writers, int units) => Task.WhenAll(writers.Select(writer => Task.Run(() => writer.RunAsync(units))));
}
