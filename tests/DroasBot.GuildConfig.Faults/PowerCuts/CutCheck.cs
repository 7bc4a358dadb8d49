using System.Security.Cryptography;
using System.Text;
using DroasBot.GuildConfig.Faults.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace DroasBot.GuildConfig.Faults.PowerCuts;

/// <summary>Starts the library on a database as it is after a power cut, and checks that it keeps its promises.</summary>
internal sealed class CutCheck(string database, Promises promises)
{
    /// <summary>A guild that no writer uses, to show that the database is writable.</summary>
    private const ulong NewGuild = 9_999;

    private readonly List<CutFault> _faults = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<IReadOnlyList<CutFault>> RunAsync(string database, Promises promises)
    {
        var check = new CutCheck(database, promises);
        try
        {
            check.ExpectErasedIsGone();
            var written = await check.CheckStartAsync();
            check.CheckFile(written);
            check.ExpectErasedIsGone();
        }
        catch (Exception failure)
        {
            check._faults.Add(new CutFault(IsLoss: false, failure.ToString()));
        }

        return check._faults;
    }

    /// <returns>The clock's final revision.</returns>
    private async Task<long> CheckStartAsync()
    {
        await using var host = await FaultHost.StartAsync(database);
        foreach (var writer in promises.Writers)
        {
            await CheckWriterAsync(host, writer);
        }

        var images = host.Services.GetRequiredService<IGuildBackgroundStore>();
        foreach (var hash in promises.Kept.SelectMany(unit => unit.Images))
        {
            await using var image = await images.OpenReadAsync(hash, Token);
            Expect(isLoss: true, image is not null && Convert.ToHexStringLower(await SHA256.HashDataAsync(image, Token)) == hash, $"Image {hash} is not there.");
        }

        foreach (var problem in await host.Maintenance.VerifyAsync(Token))
        {
            Expect(isLoss: false, false, problem);
        }

        var written = (await host.SetAsync(NewGuild, 1)).Revision;
        Expect(isLoss: true, written > promises.Revision, $"Revision {promises.Revision} was acknowledged, but the next one is {written}.");
        return written;
    }

    private async Task CheckWriterAsync(FaultHost host, int writer)
    {
        var states = promises.StatesOf(writer).ToList();
        var found = new SortedDictionary<ulong, string>();
        foreach (var guild in states[0].Keys)
        {
            found[guild] = GuildValue.Of(await host.ReadAsync(guild));
        }

        Expect(isLoss: true, states.Any(state => state.SequenceEqual(found)), $"Writer {writer}: found {Show(found)}, expected {string.Join(" or ", states.Select(Show))}");
    }

    /// <summary>After an orderly shutdown, the file alone contains everything.</summary>
    private void CheckFile(long clock)
    {
        var state = StoredState.Read(database);
        state.AssertSound();
        Assert.Equal(clock, state.Clock);
        var known = promises.Writers.SelectMany(writer => promises.StatesOf(writer).First().Keys).Append(NewGuild).ToHashSet();
        Expect(isLoss: false, state.Guilds.Keys.All(guild => known.Contains((ulong)guild)), "There is a guild that nobody has asked for.");
    }

    /// <summary>Expects erased bytes neither in the state after the power cut nor after an orderly shutdown.</summary>
    private void ExpectErasedIsGone()
    {
        var erased = promises.Kept.SelectMany(unit => unit.Gone).ToList();
        foreach (var file in erased.Count == 0 ? [] : Directory.EnumerateFiles(Path.GetDirectoryName(database)!))
        {
            var bytes = File.ReadAllBytes(file);
            foreach (var text in erased)
            {
                Expect(isLoss: true, bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) < 0, $"'{text}' was erased, but is in {Path.GetFileName(file)}.");
            }
        }
    }

    private static string Show(IReadOnlyDictionary<ulong, string> state) => string.Join(' ', state.Select(pair => $"{pair.Key}={pair.Value}"));

    private void Expect(bool isLoss, bool holds, string otherwise)
    {
        if (!holds)
        {
            _faults.Add(new CutFault(isLoss, otherwise));
        }
    }
}
