using System.Net;
using System.Net.Sockets;

namespace DroasBot.GuildConfig.PostgreSql.Tests.Support;

/// <summary>A proxy between a node and the server that cuts the connection during COMMIT.</summary>
internal sealed class CuttingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _connections = [];
    private readonly string _socketPath;
    private readonly Task _accepting;
    private int _cuts;
    private volatile bool _isClosed;

    public CuttingProxy(PostgreSqlServer server)
    {
        _socketPath = server.SocketPath;
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = Task.Run(AcceptAsync);
    }

    public int Port { get; }

    /// <summary>Gets the part of a connection string that routes it through this proxy.</summary>
    public string Through => $"Host=127.0.0.1;Port={Port};SSL Mode=Disable;GSS Encryption Mode=Disable";

    /// <summary>Gets or sets what happens to the next COMMIT, once.</summary>
    public CommitCut Next { get; set; }

    /// <summary>Gets how many connections were cut.</summary>
    public int Cuts => Volatile.Read(ref _cuts);

    /// <summary>Lets connections through again.</summary>
    public void Open() => _isClosed = false;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.WhenAll(_connections).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            var client = await _listener.AcceptSocketAsync(_stop.Token);
            if (_isClosed)
            {
                client.Dispose();
                continue;
            }

            _connections.Add(Task.Run(() => PassAsync(client)));
        }
    }

    private async Task PassAsync(Socket client)
    {
        using var server = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        using (client)
        {
            await server.ConnectAsync(new UnixDomainSocketEndPoint(_socketPath), _stop.Token);
            var answered = new TaskCompletionSource();
            var cut = CommitCut.Never;
            var answers = Task.Run(async () =>
            {
                await CopyAsync(server, async bytes =>
                {
                    if (cut != CommitCut.Never)
                    {
                        answered.TrySetResult();
                        return false;
                    }

                    await client.SendAsync(bytes, _stop.Token);
                    return true;
                });
                answered.TrySetResult();
                client.Shutdown(SocketShutdown.Both);
            });
            await CopyAsync(client, async bytes =>
            {
                if (Next != CommitCut.Never && bytes.Span.IndexOf("COMMIT\0"u8) >= 0)
                {
                    (cut, Next) = (Next, CommitCut.Never);
                    _isClosed = cut == CommitCut.AfterServerForGood;
                    if (cut != CommitCut.BeforeServer)
                    {
                        await server.SendAsync(bytes, _stop.Token);
                        await answered.Task;
                    }

                    Interlocked.Increment(ref _cuts);
                    return false;
                }

                await server.SendAsync(bytes, _stop.Token);
                return true;
            });
            server.Shutdown(SocketShutdown.Both);
            client.Shutdown(SocketShutdown.Both);
            await answers.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Runs until one end closes, or the other accepts no more data.</summary>
    private async Task CopyAsync(Socket from, Func<ReadOnlyMemory<byte>, Task<bool>> pass)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            int count;
            do
            {
                count = await from.ReceiveAsync(buffer, _stop.Token);
            }
            while (count > 0 && await pass(buffer.AsMemory(0, count)));
        }
        catch (SocketException)
        {
            // Closed by the other end.
        }
    }
}
