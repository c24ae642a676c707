using System.Net.Sockets;
using System.Text;

namespace MetaSync.Tests.Security;

/// <summary>A connection on which bytes are sent as they are: what no client library would send.</summary>
internal sealed class RawHttp : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly Socket _socket;

    private RawHttp(Socket socket) => _socket = socket;

    public static async Task<RawHttp> ConnectAsync(Uri address, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(address.Host, address.Port, cancellationToken);
        return new RawHttp(socket);
    }

    /// <summary>Bytes of a request: each character is one.</summary>
    public static byte[] Bytes(string text) => Encoding.Latin1.GetBytes(text);

    /// <summary>A whole request with a JSON body.</summary>
    public static byte[] Post(Uri address, string path, string body, params string[] headers) => Encoding.UTF8.GetBytes(
        $"POST {path} HTTP/1.1\r\nHost: {address.Authority}\r\nContent-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n{string.Concat(headers.Select(header => header + "\r\n"))}\r\n{body}");

    public async Task SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) => await _socket.SendAsync(bytes, cancellationToken);

    /// <summary>All that comes until the server closes the connection, or has been silent for a while after it has said something.</summary>
    public async Task<string> ReadAsync(CancellationToken cancellationToken, TimeSpan? silence = null)
    {
        var text = new StringBuilder();
        var buffer = new byte[16 * 1024];
        while (true)
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            patience.CancelAfter(text.Length > 0 ? silence ?? TimeSpan.FromMilliseconds(300) : Patience);
            try
            {
                var count = await _socket.ReceiveAsync(buffer, patience.Token);
                if (count == 0)
                    return text.ToString();
                text.Append(Encoding.Latin1.GetString(buffer, 0, count));
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                return text.ToString();
            }
            catch (SocketException)
            {
                return text.ToString(); // reset: closed as well
            }
        }
    }

    /// <summary>Whether the server closes the connection before patience ends.</summary>
    public async Task<bool> IsClosedAsync(CancellationToken patience)
    {
        var buffer = new byte[1024];
        try
        {
            while (await _socket.ReceiveAsync(buffer, patience) > 0)
                continue; // its last words
            return true;
        }
        catch (SocketException)
        {
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    public void Dispose() => _socket.Dispose();
}
