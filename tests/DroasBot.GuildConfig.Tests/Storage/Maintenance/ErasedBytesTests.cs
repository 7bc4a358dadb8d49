using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using DroasBot.GuildConfig.Contract;
using DroasBot.GuildConfig.Lifecycle;
using DroasBot.GuildConfig.Support;
using DroasBot.GuildConfig.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Storage.Maintenance;

/// <summary>Searches every file of the database for erased bytes, while the library is running.</summary>
public sealed class ErasedBytesTests
{
    private const string Marker = "MARKER-OF-WHAT-WAS-ERASED";
    private const ulong User = 0x0102_0304_0506_0708;

    /// <summary>The size of a write-ahead log's header in bytes (https://www.sqlite.org/fileformat2.html#walformat).</summary>
    private const int LogHeader = 32;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>In small rows and in rows of many pages; changed repeatedly, between neighbours that grow and shrink; deleted; pruned.</summary>
    /// <param name="length">The length of the texts.</param>
    [Theory]
    [InlineData(40)]
    [InlineData(900)]
    [InlineData(20_000)]
    public async Task EraseGuildAsync_AnyHistory_LeavesNoByteInAnyFile(int length)
    {
        await using var host = await StartAsync();
        await WriteAsync(host, length);
        await host.Service.DeleteAsync(7, new ChangeContext { Reason = Marker }, Token);
        await WriteAsync(host, length);
        Assert.NotEmpty(Find(host, Encoding.UTF8.GetBytes(Marker)));

        await host.Get<IGuildConfigMaintenance>().EraseGuildAsync(7, Token);

        Assert.Empty(Find(host, Encoding.UTF8.GetBytes(Marker)));

        // Empty, except for the header of a transaction that has begun since.
        Assert.InRange(new FileInfo(host.DatabasePath + "-wal").Length, 0, LogHeader);
        Assert.Empty(await host.Get<IGuildConfigMaintenance>().VerifyAsync(Token));
        Assert.Equal(new string('n', 50), (await host.Service.GetAsync(8, Token)).Get<TextSettings>().Text[..50]);
    }

    [Fact]
    public async Task Sweep_DepartedGuild_LeavesNoByteInAnyFile()
    {
        await using var host = await StartAsync();
        await WriteAsync(host, 900);
        await host.Get<IGuildConfigLifecycle>().MarkLeftAsync(7, Token);
        await host.Get<IGuildConfigLifecycle>().ReconcileAsync([.. Enumerable.Range(1, 30).Select(id => (ulong)id).Where(id => id != 7)], 1, Token);

        await Deadlines.UntilAsync(async () =>
        {
            await host.Get<DeparturePurger>().SweepAsync(Token);
            return Find(host, Encoding.UTF8.GetBytes(Marker)).Count == 0;
        });
    }

    [Fact]
    public async Task EraseUserAsync_AUser_LeavesNoByteInAnyFile()
    {
        await using var host = await StartAsync();
        var (number, digits) = (new byte[sizeof(ulong)], Encoding.ASCII.GetBytes(User.ToString(CultureInfo.InvariantCulture)));
        BinaryPrimitives.WriteUInt64BigEndian(number, User);
        for (var i = 0; i < 200; i++)
        {
            await host.Service.UpdateAsync(
                (ulong)(i % 9) + 1, e => e.Set(new UserSettings { Welcomers = [(ulong)i + 1, User, (ulong)i + 2], Greeter = User }), new ChangeContext { ActorId = User, Reason = Marker + i }, Token);
        }

        Assert.NotEmpty(Find(host, number));
        Assert.NotEmpty(Find(host, digits));

        Assert.Equal(200, await host.Get<IGuildConfigMaintenance>().EraseUserAsync(User, Token));

        Assert.Empty(Find(host, number));
        Assert.Empty(Find(host, digits));
        Assert.Empty(Find(host, Encoding.UTF8.GetBytes(Marker)));
        Assert.Empty(await host.Get<IGuildConfigMaintenance>().VerifyAsync(Token));
    }

    /// <summary>Another program reads for longer than the erasure waits: the call reports that the bytes are still there, and the next call removes them.</summary>
    [Fact]
    public async Task EraseGuildAsync_LogIsBeingRead_FailsAndTheNextCallCompletesIt()
    {
        await using var host = await StartAsync(options => options.TransactionTimeout = TimeSpan.FromSeconds(2));
        await WriteAsync(host, 900);
        var maintenance = host.Get<IGuildConfigMaintenance>();
        await using (var stranger = SqliteFile.Open(host.DatabasePath))
        {
            await using var transaction = stranger.BeginTransaction(deferred: true);
            stranger.Scalar<long>("SELECT count(*) FROM guild_config");

            var error = await Assert.ThrowsAsync<GuildConfigStoreException>(() => maintenance.EraseGuildAsync(7, Token));

            Assert.True(error.IsTransient);
            Assert.Contains("its bytes may still be in the file", error.Message, StringComparison.Ordinal);
            Assert.False((await host.Service.GetAsync(7, Token)).Exists);
            await host.Service.UpdateAsync(9, e => e.WelcomeChannelId = 1, cancellationToken: Token);
        }

        Assert.NotEmpty(Find(host, Encoding.UTF8.GetBytes(Marker)));
        await maintenance.EraseGuildAsync(7, Token);
        Assert.Empty(Find(host, Encoding.UTF8.GetBytes(Marker)));
    }

    private static Task<TestHost> StartAsync(Action<GuildConfigOptions>? configure = null)
        => TestHost.StartAsync(
            options =>
            {
                options.LeftGuildRetention = TimeSpan.FromSeconds(1);
                options.HistoryLimit = 15;
                configure?.Invoke(options);
            },
            services => services.AddGuildConfig().AddSettings<TextSettings>("text").AddSettings<UserSettings>("users"));

    private static async Task WriteAsync(TestHost host, int length)
    {
        var random = new Random(length);
        for (var round = 0; round < 25; round++)
        {
            // Many in one commit: the file's content is the same, and each commit waits for the disk.
            await Task.WhenAll(Enumerable.Range(1, 30).Select(id => (ulong)id).Select(guild =>
            {
                var text = guild == 7 ? string.Concat(Enumerable.Repeat(Marker, random.Next(1, (length / Marker.Length) + 2))) : new string('n', random.Next(50, length + 51));
                return host.Service.UpdateAsync(guild, e => e.Set(new TextSettings { Text = text }), new ChangeContext { Reason = guild == 7 ? Marker : "n" }, Token);
            }));
        }

        await host.Get<IGuildConfigMaintenance>().PruneHistoryAsync(DateTimeOffset.UnixEpoch, Token);
    }

    /// <returns>The locations of the bytes: file and offset.</returns>
    private static List<string> Find(TestHost host, byte[] bytes)
        => [.. from file in Directory.EnumerateFiles(host.Directory.Path)
               let offset = Read(file).AsSpan().IndexOf(bytes)
               where offset >= 0
               select $"{Path.GetFileName(file)} at {offset}"];

    private static byte[] Read(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var bytes = new MemoryStream();

        // To its end, which may come earlier than expected: the library may be shrinking the file.
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    internal sealed record TextSettings
    {
        public string Text { get; init; } = string.Empty;
    }
}
