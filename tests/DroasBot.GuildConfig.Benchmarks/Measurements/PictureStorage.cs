using System.Diagnostics;
using DroasBot.GuildConfig.Benchmarks.Baselines;
using DroasBot.GuildConfig.Benchmarks.Databases;
using DroasBot.GuildConfig.Benchmarks.Report;
using DroasBot.GuildConfig.Support.Processes;
using Microsoft.Extensions.DependencyInjection;

namespace DroasBot.GuildConfig.Benchmarks.Measurements;

/// <summary>Putting and opening images on both engines; and writes of another guild while images are put one after another, compared with the same writes alone.</summary>
internal sealed class PictureStorage : IMeasurement
{
    private const int Guilds = 1_000;

    private static readonly (string Name, int Bytes)[] _sizes = [("100 KB", 100_000), ("5 MB", 5_000_000)];

    public string Name => "pictures";

    public async Task RunAsync(ResultTable table, Scale scale)
    {
        using var database = await BenchmarkDatabase.CreateAsync(Guilds);
        await using (var host = await database.OpenHostAsync())
        {
            await MeasureAsync(table, scale, host, "SQLite");
        }

        await MeasureBareAsync(table, scale, database);

        if (!PostgreSqlCluster.IsInstalled)
        {
            table.AddAbsence("PostgreSQL, images", "not installed here");
            return;
        }

        await using var cluster = await PostgreSqlCluster.StartNewAsync(survivesPowerLoss: true);
        var services = new ServiceCollection();
        services.AddGuildConfig(options => options.PreloadOnStartup = false).UsePostgreSql(cluster.ConnectionString("pictures"));
        await using var server = services.BuildServiceProvider();
        await server.InitializeGuildConfigAsync();
        await PostgreSqlGuilds.InsertAsync(cluster.ConnectionString("pictures"), Guilds);
        await MeasureAsync(table, scale, server, "PostgreSQL");
    }

    /// <summary>Shows why an image is one parameter.</summary>
    private static async Task MeasureBareAsync(ResultTable table, Scale scale, BenchmarkDatabase database)
    {
        using var bare = new BarePictures(database);
        foreach (var (size, length) in _sizes)
        {
            var bytes = new byte[length];
            new Random(1).NextBytes(bytes);
            var parameter = new Subject("one parameter", () => Task.FromResult(Time(() => bare.PutByParameter(bytes))));
            var pieces = new Subject("pieces of 64 KB", () => Task.FromResult(Time(() => bare.PutByPieces(bytes))));
            await Subject.MeasureInTurnsAsync(warmUp: 1, scale.LongRounds * 2, pieces, parameter);
            table.AddRatio($"bare SQLite, an image of {size} as one parameter", Guilds, parameter, pieces, "ms");
        }
    }

    private static Figure Time(Action action)
    {
        var begun = Stopwatch.GetTimestamp();
        action();
        return new Figure(Stopwatch.GetElapsedTime(begun).TotalMilliseconds, 0);
    }

    private static async Task MeasureAsync(ResultTable table, Scale scale, ServiceProvider host, string engine)
    {
        var (images, configs) = (host.GetRequiredService<IGuildBackgroundStore>(), host.GetRequiredService<IGuildConfigService>());
        foreach (var (size, bytes) in _sizes)
        {
            var (puts, opens, cached) = (new Samples(), new Samples(), new Samples());
            for (var round = 0; round < scale.LongRounds * 4; round++)
            {
                var begun = Stopwatch.GetTimestamp();
                var content = await PutAsync(images, round, bytes);
                puts.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
                opens.Add(await OpenAsync(images, content.Hash));
                cached.Add(await OpenAsync(images, content.Hash));
            }

            table.AddValue($"{engine}, put an image of {size}", puts.Median, "ms");
            table.AddValue($"{engine}, open an image of {size}", opens.Median, "ms", baseline: "from memory: " + ResultTable.Text(cached.Median, "ms"));
            var alone = await WriteAsync(configs, () => Task.Delay(scale.LongRound));
            var number = 1_000;
            var meanwhile = await WriteAsync(configs, async () =>
            {
                for (var started = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(started) < scale.LongRound;)
                {
                    await PutAsync(images, number++, bytes);
                }
            });
            table.AddValue(
                $"{engine}, update by one caller while images of {size} are put, p99", meanwhile.Percentile(0.99), "ms", baseline: "no image: " + ResultTable.Text(alone.Percentile(0.99), "ms"), guilds: Guilds);
        }
    }

    /// <summary>Creates a PNG of one pixel, padded with text to the given size.</summary>
    private static async Task<BackgroundContent> PutAsync(IGuildBackgroundStore images, int number, int bytes)
    {
        var image = new byte[bytes];
        new Random(number).NextBytes(image);
        byte[] head = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, .. "IHDR"u8, 0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0, 0, 0, 0, 0];
        byte[] tail = [0, 0, 0, 0, .. "IEND"u8, 0, 0, 0, 0];
        var text = bytes - head.Length - tail.Length - 12;
        head.CopyTo(image, 0);
        byte[] chunk = [(byte)(text >> 24), (byte)(text >> 16), (byte)(text >> 8), (byte)text, .. "tEXt"u8];
        chunk.CopyTo(image, head.Length);
        tail.CopyTo(image, bytes - tail.Length);
        using var stream = new MemoryStream(image);
        return await images.PutAsync(stream);
    }

    private static async Task<double> OpenAsync(IGuildBackgroundStore images, string hash)
    {
        var begun = Stopwatch.GetTimestamp();
        await using var image = await images.OpenReadAsync(hash);
        return image is null ? throw new InvalidOperationException("The image is not there.") : Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
    }

    private static async Task<Samples> WriteAsync(IGuildConfigService configs, Func<Task> meanwhile)
    {
        var (random, times) = (new Random(42), new Samples());
        var other = Task.Run(meanwhile);
        while (!other.IsCompleted)
        {
            var (guild, channel) = (GuildIds.Of(random.Next(1, Guilds + 1)), (ulong)Stopwatch.GetTimestamp());
            var begun = Stopwatch.GetTimestamp();
            await configs.UpdateAsync(guild, editor => editor.WelcomeChannelId = channel);
            times.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
        }

        await other;
        return times;
    }
}
