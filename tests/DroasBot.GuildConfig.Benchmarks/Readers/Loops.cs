using DroasBot.GuildConfig.Benchmarks.Measurements;

namespace DroasBot.GuildConfig.Benchmarks.Readers;

/// <summary>Reads as many guilds as are timed together.</summary>
internal static class Loops
{
    /// <summary>Independent reads: the processor may begin one before the previous one has ended.</summary>
    public static async ValueTask<int> ReadAsync<TReader>(TReader reader, int from)
        where TReader : struct, IReader
    {
        var found = 0;
        for (var i = from; i < from + Chunks.Length; i++)
        {
            found += await reader.ReadAsync(i);
        }

        return found;
    }

    /// <summary>Dependent reads: which guild is read next depends on the value found.</summary>
    public static async ValueTask<int> ChaseAsync<TReader>(TReader reader, int from)
        where TReader : struct, IReader
    {
        var (found, last, zero) = (0, 0, Zero(from));
        for (var i = from; i < from + Chunks.Length; i++)
        {
            last = await reader.ReadAsync(i + (last & zero));
            found += last;
        }

        return found;
    }

    public static int Read<TLookup>(TLookup lookup, int from)
        where TLookup : struct, ILookup
    {
        var found = 0;
        for (var i = from; i < from + Chunks.Length; i++)
        {
            found += lookup.Read(i);
        }

        return found;
    }

    public static int Chase<TLookup>(TLookup lookup, int from)
        where TLookup : struct, ILookup
    {
        var (found, last, zero) = (0, 0, Zero(from));
        for (var i = from; i < from + Chunks.Length; i++)
        {
            last = lookup.Read(i + (last & zero));
            found += last;
        }

        return found;
    }

    /// <summary>0, which the compiler cannot know: a chunk begins at a multiple of its length.</summary>
    private static int Zero(int from) => from & (Chunks.Length - 1);
}
