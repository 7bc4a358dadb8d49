#pragma warning disable IDE0130 // Replaces the runtime's own.
namespace System.Threading;

/// <summary>The lock that the library's sources are compiled with here: a monitor, which Coyote controls.</summary>
internal sealed class Lock
{
    private readonly object _monitor = new();

    public bool IsHeldByCurrentThread => Monitor.IsEntered(_monitor);

    public Scope EnterScope()
    {
        Monitor.Enter(_monitor);
        return new Scope(this);
    }

    public readonly ref struct Scope(Lock held)
    {
        public void Dispose() => Monitor.Exit(held._monitor);
    }
}
