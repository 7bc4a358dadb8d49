using System.Net;
using System.Net.Sockets;

namespace DroasBot.GuildConfig.Support.Processes;

/// <summary>A proxy between a node and a server on the same machine that simulates the distance to another machine: each byte takes a given time each way.</summary>
/// <remarks>It delays, but does not throttle: what is read at one instant is written one delay later, whatever is still in transit. Order is preserved.</remarks>
public sealed class DelayingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Lock _lock = new();
    private readonly List<Socket> _sockets = [];
    private readonly List<Task> _pipes = [];
    private readonly EndPoint _server;
    private readonly TimeSpan _delay;
    private readonly Task _accepting;
    private bool _isDisposed;

    /// <param name="server">Where the server listens: a port of this machine, or a Unix socket.</param>
    /// <param name="delay">How long a byte takes to the server, and how long back.</param>
    public DelayingProxy(EndPoint server, TimeSpan delay)
    {
        _server = server;
        _delay = delay;
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = Task.Factory.StartNew(Accept, TaskCreationOptions.LongRunning);
    }

    public DelayingProxy(PostgreSqlCluster cluster, TimeSpan delay)
        : this(new UnixDomainSocketEndPoint(cluster.SocketPath), delay)
    {
    }

    public int Port { get; }

    /// <summary>Gets the part of a PostgreSQL connection string that routes it through this proxy.</summary>
    public string Through => $"Host=127.0.0.1;Port={Port};SSL Mode=Disable;GSS Encryption Mode=Disable";

    /// <summary>Closes all connections.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_lock)
        {
            if (_isDisposed)
            {
                return;
            }

            _isDisposed = true;
            _sockets.ForEach(Close);
        }

        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_pipes);
        _sockets.ForEach(socket => socket.Dispose());
        _listener.Dispose();
    }

    /// <summary>Wakes threads that wait for the socket, which disposing it alone may not do.</summary>
    private static void Close(Socket socket)
    {
        try
        {
            socket.Shutdown(SocketShutdown.Both);
        }
        catch (SocketException)
        {
            // Closed by the other end.
        }
    }

    private void Accept()
    {
        try
        {
            while (true)
            {
                Pass(_listener.AcceptSocket());
            }
        }
        catch (SocketException)
        {
            // Stopped.
        }
    }

    private void Pass(Socket client)
    {
        var server = new Socket(_server.AddressFamily, SocketType.Stream, _server is IPEndPoint ? ProtocolType.Tcp : ProtocolType.Unspecified);
        try
        {
            server.Connect(_server);
        }
        catch (SocketException)
        {
            // As without a proxy: there is no response.
            server.Dispose();
            client.Dispose();
            return;
        }

        client.NoDelay = true;
        if (_server is IPEndPoint)
        {
            server.NoDelay = true;
        }

        lock (_lock)
        {
            _sockets.AddRange(client, server);
            if (_isDisposed)
            {
                Close(client);
                Close(server);
            }

            _pipes.Add(new DelayedPipe(client, server, _delay).Completion);
            _pipes.Add(new DelayedPipe(server, client, _delay).Completion);
        }
    }
}
