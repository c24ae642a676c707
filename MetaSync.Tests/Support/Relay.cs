using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace MetaSync.Tests.Support;

/// <summary>An address that leads to the API, or for a while to none, or breaks off: what a client sees of an API that starts anew, and of a bad line.</summary>
internal sealed class Relay : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<TcpClient, bool> _open = [];
    private readonly Task _accepting;
    private volatile Uri? _target;

    public Relay(Uri target)
    {
        _target = target;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public string Address => $"http://localhost:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    /// <summary>After how many bytes of an answer the line breaks; never when null.</summary>
    public int? BreaksAfter { get; set; }

    /// <summary>How many connections came while there was nothing behind the address.</summary>
    public int Refused { get; private set; }

    /// <summary>Whether somebody has asked through it for events as they happen.</summary>
    public bool Follows { get; private set; }

    /// <summary>Leads to another API from now on, or to none; what was connected is cut.</summary>
    public void LeadTo(Uri? target)
    {
        _target = target;
        foreach (var client in _open.Keys)
            client.Close();
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        LeadTo(null);
        _listener.Stop();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var relayed = new List<Task>();
        try
        {
            while (true)
                relayed.Add(RelayAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(relayed);
        }
    }

    private async Task RelayAsync(TcpClient client)
    {
        using (client)
        {
            if (_target is not { } target)
            {
                Refused++;
                return;
            }

            using var api = new TcpClient();
            try
            {
                await api.ConnectAsync(target.Host, target.Port, _stop.Token);
                (_open[client], _open[api]) = (true, true);
                await Task.WhenAny(CopyAsync(client, api, null), CopyAsync(api, client, BreaksAfter));
            }
            catch (Exception exception) when (exception is SocketException or OperationCanceledException)
            {
                // Cut on purpose.
            }

            _open.TryRemove(client, out _);
            _open.TryRemove(api, out _);
        }
    }

    private async Task CopyAsync(TcpClient from, TcpClient to, int? most)
    {
        try
        {
            var buffer = new byte[4096];
            for (var left = most ?? long.MaxValue; left > 0;)
            {
                var read = await from.GetStream().ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, left)), _stop.Token);
                if (read == 0)
                    return;
                Follows |= buffer.AsSpan(0, read).IndexOf("text/event-stream"u8) >= 0;
                await to.GetStream().WriteAsync(buffer.AsMemory(0, read), _stop.Token);
                left -= read;
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or InvalidOperationException or OperationCanceledException)
        {
            // Cut on purpose, or by either side.
        }
    }
}
