using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;

namespace DroasBot.GuildConfig.Support.Processes;

/// <summary>One direction of a connection. One thread reads and another writes, so that nothing waits for what was read before.</summary>
internal sealed class DelayedPipe
{
    private readonly BlockingCollection<(byte[] Bytes, long Due)> _underWay = [];
    private readonly Socket _from;
    private readonly Socket _to;
    private readonly long _delay;

    public DelayedPipe(Socket from, Socket to, TimeSpan delay)
    {
        _from = from;
        _to = to;
        _delay = (long)(delay.TotalSeconds * Stopwatch.Frequency);
        Completion = Task.WhenAll(
            Task.Factory.StartNew(Read, TaskCreationOptions.LongRunning),
            Task.Factory.StartNew(Write, TaskCreationOptions.LongRunning));
    }

    /// <summary>Gets a task that completes when the connection is closed in this direction. It never fails.</summary>
    public Task Completion { get; }

    private void Read()
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (_from.Receive(buffer) is > 0 and var count)
            {
                _underWay.Add((buffer.AsSpan(0, count).ToArray(), Stopwatch.GetTimestamp() + _delay));
            }
        }
        catch (SocketException)
        {
            // Closed by the other end, which is passed on like an orderly end.
        }

        _underWay.CompleteAdding();
    }

    private void Write()
    {
        try
        {
            foreach (var (bytes, due) in _underWay.GetConsumingEnumerable())
            {
                PreciseWait.Until(due);
                _to.Send(bytes);
            }

            _to.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // There is no reader any more: further data is discarded.
        }
    }
}
