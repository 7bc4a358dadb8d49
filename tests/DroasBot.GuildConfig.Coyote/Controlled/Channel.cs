#pragma warning disable IDE0130 // In the place of the runtime's own.
namespace System.Threading.Channels;

/// <summary>The channels that the library's sources are compiled with here: the runtime's complete their waits unseen by Coyote.</summary>
internal static class Channel
{
    public static Channel<T> CreateUnbounded<T>() => new(int.MaxValue);

    public static Channel<T> CreateBounded<T>(int capacity) => new(capacity);
}
