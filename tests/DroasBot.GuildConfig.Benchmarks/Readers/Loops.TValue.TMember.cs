using DroasBot.GuildConfig.Benchmarks.Measurements;

namespace DroasBot.GuildConfig.Benchmarks.Readers;

/// <summary>Reads as many guilds as are timed together, and a member of each.</summary>
/// <typeparam name="TValue">What is found.</typeparam>
/// <typeparam name="TMember">The member.</typeparam>
internal static class Loops<TValue, TMember>
    where TMember : IMember<TValue>
{
    /// <summary>The processor may begin a read before the one before it has ended.</summary>
    public static async ValueTask<int> ReadAsync<TReader>(TReader reader, int from)
        where TReader : struct, IReader<TValue>
    {
        var found = 0;
        for (var i = from; i < from + Chunks.Length; i++)
        {
            found += TMember.Read(await reader.GetAsync(i));
        }

        return found;
    }

    /// <summary>Each read waits for the one before it: which guild is read depends on what was found.</summary>
    public static async ValueTask<int> ChaseAsync<TReader>(TReader reader, int from)
        where TReader : struct, IReader<TValue>
    {
        var (found, last, zero) = (0, 0, Zero(from));
        for (var i = from; i < from + Chunks.Length; i++)
        {
            last = TMember.Read(await reader.GetAsync(i + (last & zero)));
            found += last;
        }

        return found;
    }

    public static int Read<TLookup>(TLookup lookup, int from)
        where TLookup : struct, ILookup<TValue>
    {
        var found = 0;
        for (var i = from; i < from + Chunks.Length; i++)
        {
            found += TMember.Read(lookup.Get(i));
        }

        return found;
    }

    public static int Chase<TLookup>(TLookup lookup, int from)
        where TLookup : struct, ILookup<TValue>
    {
        var (found, last, zero) = (0, 0, Zero(from));
        for (var i = from; i < from + Chunks.Length; i++)
        {
            last = TMember.Read(lookup.Get(i + (last & zero)));
            found += last;
        }

        return found;
    }

    /// <summary>0, which the compiler does not know: a chunk begins at a multiple of its length.</summary>
    private static int Zero(int from) => from & (Chunks.Length - 1);
}
