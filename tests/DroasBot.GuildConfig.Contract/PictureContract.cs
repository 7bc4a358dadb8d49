using DroasBot.GuildConfig.Storage.Maintenance;
using DroasBot.GuildConfig.Storage.Writing;
using DroasBot.GuildConfig.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace DroasBot.GuildConfig.Contract;

/// <summary>The bytes of backgrounds in the database: stored once, found again, removed when unreferenced.</summary>
public abstract class PictureContract : StoreContract
{
    private const string Unknown = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    private static readonly int _images = Repetitions.Of("GUILD_CONFIG_IMAGES", 20);

    private static readonly TimeSpan _grace = TimeSpan.FromHours(1);

    private readonly FakeTimeProvider _time = new(StoppedClock.Now);

    [Fact]
    public async Task PutAsync_Images_AreDescribedAndReadableByEveryNode()
    {
        var (node, other) = (await StartAsync(), await StartAsync());

        var png = await PutAsync(node, Pictures.Png(1, 640, 480));
        var jpeg = await PutAsync(other, Pictures.Jpeg(1, 4096, 1, frame: 0xC2));

        Assert.Equal(("image/png", 640, 480, (long)Pictures.Png(1, 640, 480).Length), (png.MediaType, png.Width, png.Height, png.Length));
        Assert.Equal(("image/jpeg", 4096, 1), (jpeg.MediaType, jpeg.Width, jpeg.Height));
        Assert.Equal(Pictures.Png(1, 640, 480), await ReadAsync(other, png.Hash));
        Assert.Equal(Pictures.Jpeg(1, 4096, 1, frame: 0xC2), await ReadAsync(node, jpeg.Hash));
        Assert.Equal(Pictures.Jpeg(1, 4096, 1, frame: 0xC2), await ReadAsync(node, jpeg.Hash));
        Assert.Null(await Images(node).OpenReadAsync(Unknown, Token));
        Assert.Empty(await Maintenance(node).VerifyAsync(Token));
    }

    [Fact]
    public async Task PutAsync_LargestImage_IsStored()
    {
        var node = await StartAsync();
        var largest = Pictures.Png(1, padding: 5 * 1024 * 1024 - Pictures.Png(1, padding: 1).Length + 1);
        Assert.Equal(5 * 1024 * 1024, largest.Length);

        var content = await PutAsync(node, largest);

        Assert.Equal(largest, await ReadAsync(await StartAsync(), content.Hash));
        var error = await Assert.ThrowsAsync<ArgumentException>(() => PutAsync(node, [.. largest, 0]));
        Assert.Equal("content", error.ParamName);
        Assert.Contains("more than 5242880 bytes", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PutAsync_SameBytesAgain_WritesNothing()
    {
        var node = await StartAsync();
        var first = await PutAsync(node, Pictures.Png(1));
        await using var held = await Store.HoldWritesAsync();

        Assert.Equal(first, await PutAsync(node, Pictures.Png(1)).InTime());
    }

    [Fact]
    public async Task PutAsync_FiftyGuildsWithEachImage_StoresEachOnce()
    {
        var node = await StartAsync();
        var contents = new List<BackgroundContent>();
        for (var i = 0; i < _images; i++)
        {
            contents.Add(await PutAsync(node, Pictures.Png(i)));
        }

        var many = new ParallelOptions { MaxDegreeOfParallelism = 256, CancellationToken = Token };
        await Parallel.ForEachAsync(Enumerable.Range(1, _images * 50), many, async (i, token) => await node.Service.UpdateAsync((ulong)i, e => e.SetBackground(contents[i % _images]), cancellationToken: token));

        Assert.Equal(_images, await CountAsync());
        Assert.Equal(_images * 50L, await Store.ScalarAsync<long>("SELECT count(*) FROM background_asset WHERE content_hash IS NOT NULL AND file_path IS NULL"));
        Assert.Equal(contents[7].Hash, (await (await StartAsync()).Service.GetAsync((ulong)_images + 7, Token)).Background!.ContentHash);
    }

    [Fact]
    public async Task SetBackground_AContent_IsServedRecordedAndRestored()
    {
        var (node, other) = (await StartAsync(), await StartAsync());
        var (one, two) = (await PutAsync(node, Pictures.Png(1)), await PutAsync(node, Pictures.Jpeg(2)));
        var set = await node.Service.UpdateAsync(1, e => e.SetBackground(one), cancellationToken: Token);
        var same = await node.Service.UpdateAsync(1, e => e.SetBackground(one), cancellationToken: Token);
        var changed = await node.Service.UpdateAsync(1, e => e.SetBackground(two), cancellationToken: Token);
        var path = await node.Service.UpdateAsync(1, e => e.SetBackground("a.png", "image/png"), cancellationToken: Token);

        Assert.Equal((one.Hash, null, "image/png", 1L), (set.Background!.ContentHash, set.Background.FilePath, set.Background.MediaType, same.Revision));
        Assert.Equal((two.Hash, "image/jpeg", null, "a.png"), (changed.Background!.ContentHash, changed.Background.MediaType, path.Background!.ContentHash, path.Background.FilePath));
        Assert.Contains(path.Background.FilePath!, path.ToString(), StringComparison.Ordinal);
        Assert.Contains(one.Hash, set.ToString(), StringComparison.Ordinal);

        var restored = await other.Log.RestoreAsync(1, set.Revision, cancellationToken: Token);
        Assert.Equal(one.Hash, restored.Background!.ContentHash);
        Assert.Equal(Pictures.Png(1), await ReadAsync(other, restored.Background.ContentHash!));
        Assert.Equal(one.Hash, (await (await StartAsync()).Service.GetAsync(1, Token)).Background!.ContentHash);
        var difference = Assert.Single((await other.Log.GetHistoryAsync(1, Token).FirstAsync(Token)).Differences);
        Assert.Equal(("background", one.Hash), (difference.Path, difference.After!["contentHash"]!.GetValue<string>()));
        Assert.Empty(await Maintenance(node).VerifyAsync(Token));
    }

    [Fact]
    public async Task FindAsync_AHash_DescribesTheImage()
    {
        var (node, other) = (await StartAsync(), await StartAsync());
        var put = await PutAsync(node, Pictures.Jpeg(1, 640, 480));

        Assert.Equal(put, await Images(other).FindAsync(put.Hash, Token));
        Assert.Null(await Images(other).FindAsync(Unknown, Token));
        await Assert.ThrowsAsync<ArgumentException>(() => Images(other).FindAsync("../x", Token));
    }

    [Fact]
    public async Task SetBackground_MissingContent_FailsAloneAndChangesNothing()
    {
        var node = await StartAsync();
        var there = await PutAsync(node, Pictures.Png(1));
        var missing = there with { Hash = Unknown };
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var held = node.Service.TransactAsync((_, _) => gate.Task, cancellationToken: Token);

        // All of them in one batch.
        var writes = Enumerable.Range(1, 9).Select(i => node.Service.UpdateAsync((ulong)i, e => e.SetBackground(i is 4 or 7 ? missing : there), cancellationToken: Token)).ToList();
        gate.SetResult();
        await held;

        for (var i = 1; i <= 9; i++)
        {
            var write = writes[i - 1];
            if (i is 4 or 7)
            {
                var error = await Assert.ThrowsAsync<ArgumentException>(() => write.InTime());
                Assert.Equal("content", error.ParamName);
                Assert.Contains(Unknown, error.Message, StringComparison.Ordinal);
                Assert.False((await node.Service.GetAsync((ulong)i, Token)).Exists);
            }
            else
            {
                Assert.Equal(there.Hash, (await write.InTime()).Background!.ContentHash);
            }
        }

        await Assert.ThrowsAsync<ArgumentException>(() => node.Service.UpdateAsync(1, e => e.SetBackground(there with { MediaType = "image/jpeg" }), cancellationToken: Token));
        await Assert.ThrowsAsync<ArgumentException>(() => node.Service.UpdateAsync(1, e => e.SetBackground(missing), new ChangeContext { DryRun = true }, Token));
        await Assert.ThrowsAsync<ArgumentException>(() => node.Service.TransactAsync((unit, token) => unit.UpdateAsync(1, e => e.SetBackground(missing), token), cancellationToken: Token));
        Assert.Equal(7, await Store.ScalarAsync<long>("SELECT revision FROM guild_config_clock"));
        Assert.Empty(await Maintenance(node).VerifyAsync(Token));
    }

    [Theory]
    [InlineData("")]
    [InlineData("0123")]
    [InlineData("0123456789ABCDEF0123456789abcdef0123456789abcdef0123456789abcdef")]
    [InlineData("../../../../../../../etc/passwd012345678901234567890123456789012")]
    public async Task AnyMember_InvalidHash_IsRefused(string hash)
    {
        var node = await StartAsync();

        Assert.Equal("hash", (await Assert.ThrowsAsync<ArgumentException>(() => Images(node).OpenReadAsync(hash, Token))).ParamName);
        var content = new BackgroundContent(hash, "image/png", 1, 1, 1);
        Assert.Equal("content", (await Assert.ThrowsAsync<ArgumentException>(() => node.Service.UpdateAsync(1, e => e.SetBackground(content), cancellationToken: Token))).ParamName);
    }

    [Fact]
    public async Task Sweep_Images_AreRemovedOnlyAfterAnHourWithoutReferences()
    {
        var node = await StartAsync(options => options.HistoryLimit = 1);
        var (used, dropped, never) = (await PutAsync(node, Pictures.Png(1)), await PutAsync(node, Pictures.Png(2)), await PutAsync(node, Pictures.Png(3)));
        await node.Service.UpdateAsync(1, e => e.SetBackground(used), cancellationToken: Token);
        await node.Service.UpdateAsync(2, e => e.SetBackground(dropped), cancellationToken: Token);
        await node.Service.UpdateAsync(2, e => e.ClearBackground(), cancellationToken: Token);
        _time.Advance(_grace - TimeSpan.FromMilliseconds(1));
        await SweepAsync(node);
        Assert.Equal(3, await CountAsync());

        // The history refers to the second one.
        _time.Advance(TimeSpan.FromMilliseconds(1));
        await SweepAsync(node);
        Assert.Equal([used.Hash, dropped.Hash], await HashesAsync([used, dropped, never]));

        await Maintenance(node).PruneHistoryAsync(DateTimeOffset.UnixEpoch, Token);
        await SweepAsync(node);
        Assert.Equal([used.Hash, dropped.Hash], await HashesAsync([used, dropped, never]));

        // After pruning, only the state before the remaining change refers to it; it is removed with that change.
        await node.Service.UpdateAsync(2, e => e.WelcomeChannelId = 5, cancellationToken: Token);
        await Maintenance(node).PruneHistoryAsync(DateTimeOffset.UnixEpoch, Token);
        await SweepAsync(node);
        Assert.Equal([used.Hash], await HashesAsync([used, dropped, never]));
        Assert.Empty(await Maintenance(node).VerifyAsync(Token));
    }

    /// <summary>After putting an old image, a caller has half an hour to set it, on any node.</summary>
    [Fact]
    public async Task PutAsync_OldImage_KeepsItForAnotherHour()
    {
        var (node, other) = (await StartAsync(), await StartAsync());
        var content = await PutAsync(node, Pictures.Png(1));
        _time.Advance(_grace * 3);

        await PutAsync(other, Pictures.Png(1));
        await SweepAsync(node);
        _time.Advance(_grace / 2);
        await SweepAsync(node);
        await other.Service.UpdateAsync(1, e => e.SetBackground(content), cancellationToken: Token);
        _time.Advance(_grace * 3);
        await SweepAsync(node);

        Assert.Equal(Pictures.Png(1), await ReadAsync(node, content.Hash));
    }

    /// <summary>An image that a sweep found to be old, but that is put again before its removal, stays.</summary>
    [Fact]
    public async Task Sweep_ImagePutAgainMeanwhile_KeepsIt()
    {
        var node = await StartAsync();
        var queue = node.Get<WriteQueue>();
        await PutAsync(node, Pictures.Png(1));
        _time.Advance(_grace * 3);
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var held = node.Service.TransactAsync(
            (_, _) =>
            {
                entered.SetResult();
                return gate.Task;
            },
            cancellationToken: Token);
        await entered.Task.InTime();

        // They are queued in this order, if an image is queued at all.
        var put = PutAsync(node, Pictures.Png(1));
        await Deadlines.UntilAsync(() => put.IsCompleted || queue.Length == 1);
        var swept = SweepAsync(node);
        await Deadlines.UntilAsync(() => swept.IsCompleted || queue.Length == (put.IsCompleted ? 1 : 2));
        gate.SetResult();
        await held;
        await put.InTime();
        await swept.InTime();

        Assert.Equal(1, await CountAsync());
    }

    [Fact]
    public async Task EraseGuildAsync_Images_AreRemovedUnlessAnotherGuildOrItsHistoryRefersToThem()
    {
        var node = await StartAsync();
        var (own, past, shared, elsewhere) = (await PutAsync(node, Pictures.Png(1)), await PutAsync(node, Pictures.Png(2)), await PutAsync(node, Pictures.Png(3)), await PutAsync(node, Pictures.Png(4)));
        foreach (var content in new[] { past, shared, elsewhere, own })
        {
            await node.Service.UpdateAsync(1, e => e.SetBackground(content), cancellationToken: Token);
        }

        await node.Service.UpdateAsync(2, e => e.SetBackground(elsewhere), cancellationToken: Token);
        await node.Service.UpdateAsync(2, e => e.SetBackground(shared), cancellationToken: Token);
        Assert.NotNull(await ReadAsync(node, own.Hash));

        await Maintenance(node).EraseGuildAsync(1, Token);

        Assert.Equal([shared.Hash, elsewhere.Hash], await HashesAsync([own, past, shared, elsewhere]));
        Assert.Null(await Images(node).OpenReadAsync(own.Hash, Token));
        Assert.Empty(await Maintenance(node).VerifyAsync(Token));
    }

    [Fact]
    public async Task VerifyAsync_BytesOrDescriptionAltered_AreReported()
    {
        var node = await StartAsync();
        var (bytes, size) = (await PutAsync(node, Pictures.Png(1)), await PutAsync(node, Pictures.Png(2)));

        await Store.ExecuteAsync($"UPDATE background_content SET bytes = (SELECT bytes FROM background_content WHERE hash = '{size.Hash}') WHERE hash = '{bytes.Hash}'");
        await Store.ExecuteAsync($"UPDATE background_content SET width = 9 WHERE hash = '{size.Hash}'");

        Assert.Equal(
            new[] { $"The background image {bytes.Hash} was altered: its bytes have a different hash.", $"The background image {size.Hash} does not match its description." }.Order(),
            (await Maintenance(node).VerifyAsync(Token)).Order());
    }

    [Fact]
    public async Task AnyMember_InsideAUnitOfWork_IsRefused()
    {
        var node = await StartAsync();

        await Assert.ThrowsAsync<InvalidOperationException>(() => node.Service.TransactAsync((_, _) => PutAsync(node, Pictures.Png(1)), cancellationToken: Token));
        await Assert.ThrowsAsync<InvalidOperationException>(() => node.Service.TransactAsync((_, _) => Images(node).OpenReadAsync(Unknown, Token), cancellationToken: Token));
        await Assert.ThrowsAsync<ArgumentNullException>(() => Images(node).PutAsync(null!, Token));
    }

    [Fact]
    public async Task CopyFrom_GuildWithAContent_CopiesTheContent()
    {
        var node = await StartAsync();
        var content = await PutAsync(node, Pictures.Png(1));
        var source = await node.Service.UpdateAsync(1, e => e.SetBackground(content), cancellationToken: Token);

        var copy = await node.Service.UpdateAsync(2, e => e.CopyFrom(source, _ => null), cancellationToken: Token);

        Assert.Equal(content.Hash, copy.Background!.ContentHash);
        Assert.NotEqual(source.Background!.Id, copy.Background.Id);
    }

    private static IGuildBackgroundStore Images(ContractNode node) => node.Get<IGuildBackgroundStore>();

    private static IGuildConfigMaintenance Maintenance(ContractNode node) => node.Get<IGuildConfigMaintenance>();

    private static Task SweepAsync(ContractNode node) => node.Get<ContentCollector>().SweepAsync(Token);

    private static async Task<BackgroundContent> PutAsync(ContractNode node, byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        return await Images(node).PutAsync(stream, Token);
    }

    private static async Task<byte[]> ReadAsync(ContractNode node, string hash)
    {
        await using var stream = (await Images(node).OpenReadAsync(hash, Token))!;
        using var copy = new MemoryStream();
        await stream.CopyToAsync(copy, Token);
        return copy.ToArray();
    }

    private Task<long> CountAsync() => Store.ScalarAsync<long>("SELECT count(*) FROM background_content");

    /// <summary>Gets the stored hashes, in order.</summary>
    private async Task<IEnumerable<string>> HashesAsync(IEnumerable<BackgroundContent> contents)
    {
        var stored = (await Store.QueryAsync("SELECT hash FROM background_content")).Select(row => (string)row[0]!).ToHashSet();
        return contents.Select(content => content.Hash).Where(stored.Contains);
    }

    private Task<ContractNode> StartAsync(Action<GuildConfigOptions>? configure = null)
        => Store.StartNodeAsync(configure, services => services.AddSingleton<TimeProvider>(_time));
}
