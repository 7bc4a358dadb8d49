#pragma warning disable IDE0130 // Replaces the runtime's own.
namespace System.Threading.Channels;

/// <summary>The channels that the library's sources are compiled with here: Coyote does not see the runtime's channels complete their waits.</summary>
internal static class Channel
{
    public static Channel<T> CreateUnbounded<T>() => new(int.MaxValue);

    public static Channel<T> CreateBounded<T>(int capacity) => new(capacity);
}
