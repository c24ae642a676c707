using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace MetaSync.Tests.Security;

/// <summary>A request of another content type, or of which two servers could think that it ends in two places, is refused before anything is done.</summary>
[Collection(nameof(GuardedApi))]
public sealed partial class S08_AnUnclearRequestRunsNoHandlerTests(GuardedApi guarded)
{
    private const string Valid = """{"startDate":"2026-01-01","endDate":"2026-01-01"}""";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Other_content_types_and_unclear_framing_are_refused_and_enqueue_nothing()
    {
        await guarded.EmptyAsync(Cancel);
        Assert.Empty(await ViolationsAsync(
            guarded.Host.Address, guarded.WriterKey, async () => await guarded.Host.ScalarAsync<long>("SELECT count(*) FROM metasync.sync_batches", Cancel)));

        // The corpus without its faults is a request that is carried out.
        using var raw = await RawHttp.ConnectAsync(guarded.Host.Address, Cancel);
        await raw.SendAsync(RawHttp.Post(guarded.Host.Address, "/api/sync", Valid, $"Authorization: Bearer {guarded.WriterKey}"), Cancel);
        Assert.StartsWith("HTTP/1.1 202", await raw.ReadAsync(Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_check_finds_a_server_that_takes_whatever_comes()
    {
        var handled = 0;
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = ServeAsync();

        var violations = await ViolationsAsync(new Uri($"http://{listener.LocalEndpoint}"), "key", () => Task.FromResult((long)handled));

        listener.Stop();
        await serving;
        Assert.Equal(Corpus(new Uri("http://localhost"), "key").Count(), violations.Count);

        async Task ServeAsync()
        {
            try
            {
                while (true)
                {
                    using var client = await listener.AcceptSocketAsync(Cancel);
                    await client.ReceiveAsync(new byte[16 * 1024], Cancel);
                    handled++;
                    await client.SendAsync("HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray(), Cancel);
                }
            }
            catch (SocketException)
            {
                // the listener has been stopped
            }
        }
    }

    private static IEnumerable<(string Name, byte[] Bytes)> Corpus(Uri address, string key)
    {
        var head = $"POST /api/sync HTTP/1.1\r\nHost: {address.Authority}\r\nAuthorization: Bearer {key}\r\n";
        var json = "Content-Type: application/json\r\n";
        var hidden = Encoding.Latin1.GetString(RawHttp.Post(address, "/api/sync", Valid, $"Authorization: Bearer {key}"));

        foreach (var type in new[] { "text/plain", "application/xml", "text/json-not", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/octet-stream" })
            yield return ($"Content-Type: {type}", RawHttp.Bytes($"{head}Content-Type: {type}\r\nContent-Length: {Valid.Length}\r\n\r\n{Valid}"));
        yield return ("no Content-Type", RawHttp.Bytes($"{head}Content-Length: {Valid.Length}\r\n\r\n{Valid}"));
        yield return ("two Content-Types", RawHttp.Bytes($"{head}{json}Content-Type: text/plain\r\nContent-Length: {Valid.Length}\r\n\r\n{Valid}"));
        yield return ("UTF-16", [.. RawHttp.Bytes($"{head}Content-Type: application/json; charset=utf-16\r\nContent-Length: {Valid.Length * 2}\r\n\r\n"), .. Encoding.Unicode.GetBytes(Valid)]);
        yield return ("a field twice", RawHttp.Bytes($"{head}{json}Content-Length: {Valid.Length + 25}\r\n\r\n{Valid.TrimEnd('}')},\"endDate\":\"2026-01-02\"}}   "));
        yield return ("no length at all", RawHttp.Bytes($"{head}{json}\r\n{Valid}"));
        yield return ("two lengths", RawHttp.Bytes($"{head}{json}Content-Length: {Valid.Length}\r\nContent-Length: 3\r\n\r\n{Valid}"));
        // A length with a plus sign is not among them: Kestrel takes it for the number, and no code behind it can see the sign. A proxy in front refuses it.
        yield return ("a negative length", RawHttp.Bytes($"{head}{json}Content-Length: -1\r\n\r\n{Valid}"));
        yield return ("a length and chunks", RawHttp.Bytes($"{head}{json}Content-Length: {Valid.Length}\r\nTransfer-Encoding: chunked\r\n\r\n{Chunk(Valid)}0\r\n\r\n"));
        yield return ("a request hidden behind the chunks", RawHttp.Bytes($"{head}{json}Content-Length: {hidden.Length + 5}\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n{hidden}"));
        yield return ("chunks in disguise", RawHttp.Bytes($"{head}{json}Transfer-Encoding: xchunked\r\n\r\n{Chunk(Valid)}0\r\n\r\n"));
        yield return ("chunks before another coding", RawHttp.Bytes($"{head}{json}Transfer-Encoding: chunked, identity\r\n\r\n{Chunk(Valid)}0\r\n\r\n"));
        yield return ("a chunk that ends with a bare line feed", RawHttp.Bytes($"{head}{json}Transfer-Encoding: chunked\r\n\r\n{Valid.Length:x}\n{Valid}\r\n0\r\n\r\n"));
        yield return ("a chunk extension with a bare line feed", RawHttp.Bytes($"{head}{json}Transfer-Encoding: chunked\r\n\r\n2;\nxx\r\n{Valid.Length:x}\r\n{Valid}\r\n0\r\n\r\n"));
        yield return ("a chunk larger than a number", RawHttp.Bytes($"{head}{json}Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFFF\r\n{Valid}\r\n0\r\n\r\n"));
        yield return ("a chunk of negative size", RawHttp.Bytes($"{head}{json}Transfer-Encoding: chunked\r\n\r\n-1\r\n{Valid}\r\n0\r\n\r\n"));
        yield return ("a space before the colon", RawHttp.Bytes($"{head}{json}Content-Length : {Valid.Length}\r\n\r\n{Valid}"));
        yield return ("a folded header", RawHttp.Bytes($"{head}{json}X-Folded: a\r\n b\r\nContent-Length: {Valid.Length}\r\n\r\n{Valid}"));
        yield return ("a NUL in a header", RawHttp.Bytes($"{head}{json}X-Nul: a\0b\r\nContent-Length: {Valid.Length}\r\n\r\n{Valid}"));
        yield return ("two hosts", RawHttp.Bytes($"{head}{json}Host: example.org\r\nContent-Length: {Valid.Length}\r\n\r\n{Valid}"));
        yield return ("no host", RawHttp.Bytes($"{head.Replace($"Host: {address.Authority}\r\n", "", StringComparison.Ordinal)}{json}Content-Length: {Valid.Length}\r\n\r\n{Valid}"));
        yield return ("no version", RawHttp.Bytes($"POST /api/sync\r\n{json}\r\n{Valid}"));
        yield return ("HTTP/2 without a handshake", RawHttp.Bytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"));
    }

    private static string Chunk(string text) => string.Create(CultureInfo.InvariantCulture, $"{text.Length:x}\r\n{text}\r\n");

    /// <summary>Those that were answered with anything but a refusal, or that had an effect.</summary>
    private static async Task<IReadOnlyList<string>> ViolationsAsync(Uri address, string key, Func<Task<long>> effects)
    {
        List<string> violations = [];
        var before = await effects();
        foreach (var (name, bytes) in Corpus(address, key))
        {
            using var raw = await RawHttp.ConnectAsync(address, Cancel);
            await raw.SendAsync(bytes, Cancel);
            var statuses = Status().Matches(await raw.ReadAsync(Cancel)).Select(match => match.Groups[1].Value).ToArray();
            var after = await effects();
            if (after != before || statuses.Any(status => status[0] is not '4' && status is not "505"))
                violations.Add($"{name}: {string.Join(' ', statuses)}, {after - before} enqueued");
            before = after;
        }

        return violations;
    }

    [GeneratedRegex(@"^HTTP/1\.\d (\d+)", RegexOptions.Multiline)]
    private static partial Regex Status();
}
