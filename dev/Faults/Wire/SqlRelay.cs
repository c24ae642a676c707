using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace MetaSync.Faults.Wire;

/// <summary>
/// Stands between one process and PostgreSQL, passes everything on, and knows how many groups of messages there were and which SQL they carried.
/// At the group that it was armed for it kills the process, cuts the connection, or holds the message.
/// </summary>
internal sealed class SqlRelay : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly NpgsqlConnectionStringBuilder _server;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<RelayedSession, bool> _sessions = [];
    private readonly Lock _counting = new();
    private readonly List<SqlMessage> _seen = [];
    private readonly Task _accepting;
    private Armed? _armed;
    private TaskCompletionSource _letGo = new();
    private int _numbered;
    private volatile bool _isFrozen;

    /// <param name="connectionString">The server and the database.</param>
    /// <param name="kill">Kills the process whose connections these are; it does so before it returns its task.</param>
    public SqlRelay(string connectionString, Func<Task> kill)
    {
        _server = new(connectionString);
        Kill = kill;
        _listener.Start();
        ConnectionString = new NpgsqlConnectionStringBuilder(connectionString) { Host = "127.0.0.1", Port = ((IPEndPoint)_listener.LocalEndpoint).Port }.ConnectionString;
        _accepting = AcceptAsync();
    }

    /// <summary>The same database, by way of the relay.</summary>
    public string ConnectionString { get; }

    /// <summary>The groups since the relay was armed, those that did not count as well.</summary>
    public IReadOnlyList<SqlMessage> Seen
    {
        get
        {
            lock (_counting)
                return [.. _seen];
        }
    }

    private Func<Task> Kill { get; }

    /// <summary>Begins to count.</summary>
    /// <returns>The group that it came to; ends once that has happened which is to happen there.</returns>
    public Task<SqlMessage> Arm(CrashPoint point)
    {
        lock (_counting)
        {
            _seen.Clear();
            _armed = new(point);
            return _armed.Reached.Task;
        }
    }

    /// <summary>Ceases to count, and does nothing any more.</summary>
    /// <returns>Whether it has come to the point: what is to happen there happens, or has happened.</returns>
    public bool Disarm()
    {
        lock (_counting)
        {
            var isReached = _armed?.Counted >= _armed?.Point.Number;
            _armed = null;
            return isReached;
        }
    }

    /// <summary>Lets go what it holds.</summary>
    public void LetGo() => Interlocked.Exchange(ref _letGo, new()).TrySetResult();

    /// <summary>Makes way for another process: whatever the last one has left is cut.</summary>
    public void Thaw()
    {
        CutAll();
        _isFrozen = false;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        CutAll();
        LetGo();
        _listener.Stop();
        await _accepting;
        _stop.Dispose();
    }

    /// <summary>Whether nothing passes any more, in either direction.</summary>
    internal bool IsFrozen => _isFrozen;

    /// <summary>Counts a group.</summary>
    /// <returns>The group, and what is to happen at it; null for nothing.</returns>
    internal (SqlMessage Group, Armed? Point) Count(int session, string sql, string transaction)
    {
        var group = new SqlMessage(0, session, sql, transaction);
        lock (_counting)
        {
            if (_armed is not { } armed)
                return (group, null);
            if (armed.Point.Counts(group))
                group = group with { Number = ++armed.Counted };
            _seen.Add(group);
            return (group, group.Number == armed.Point.Number ? armed : null);
        }
    }

    /// <summary>Does what is to happen at a point.</summary>
    /// <returns>False when nothing passes any more on this connection.</returns>
    internal async Task<bool> ActAsync(Armed armed, SqlMessage group, RelayedSession session)
    {
        var point = armed.Point;
        switch (point.Act)
        {
            case WireAct.Kill:
                _isFrozen = true;
                await Kill();
                CutAll();
                break;
            case WireAct.Cut:
                await point.Look();
                session.Cut();
                break;
            case WireAct.Hold:
                var letGo = _letGo.Task;
                armed.Reached.TrySetResult(group);
                await letGo;
                break;
        }

        armed.Reached.TrySetResult(group);
        return point.Act is WireAct.Hold && !_stop.IsCancellationRequested;
    }

    private void CutAll()
    {
        foreach (var session in _sessions.Keys)
            session.Cut();
    }

    private async Task AcceptAsync()
    {
        var relayed = new List<Task>();
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                relayed.RemoveAll(task => task.IsCompleted);
                relayed.Add(RelayAsync(client));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(relayed);
        }
    }

    private async Task RelayAsync(TcpClient client)
    {
        using var server = new TcpClient { NoDelay = true };
        using var session = new RelayedSession(this, Interlocked.Increment(ref _numbered), client, server);
        client.NoDelay = true;
        _sessions[session] = true;
        try
        {
            if (_isFrozen)
                return;
            await server.ConnectAsync(_server.Host!, _server.Port, _stop.Token);
            await session.RunAsync();
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException)
        {
            // There is no server at the moment, or the relay ends: the client sees its connection closed.
        }
        finally
        {
            _sessions.TryRemove(session, out _);
        }
    }
}
