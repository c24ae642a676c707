using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using MetaSync.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace MetaSync.Tests.Security;

/// <summary>Huge ranges, bodies, depths and crowds of slow connections are refused, cost little memory, and leave the lane its pace.</summary>
[Collection(nameof(Alone))]
public sealed class S09_NobodyTakesMoreThanTheirShareTests(PostgresServer server)
{
    private const int SlowConnections = 1000;
    private const int HugeBody = 100 * 1024 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Huge_requests_and_a_thousand_slow_connections_are_refused_while_the_lane_goes_on()
    {
        await using var app = await SyncApplication.StartAsync(server, workers: 1, Cancel);
        await app.FinishedAsync((await app.EnqueueAsync("2025-12-31", "2025-12-31", Cancel)).BatchId, Cancel); // all is warm
        using var api = ApiProcess(app.ConnectionString);
        var before = Memory(api);

        var batch = await app.EnqueueAsync("2026-01-01", "2026-01-05", Cancel);
        string[] violations = [.. await HugeAsync(app.Api), .. await CrowdAsync(app.Api)];
        Assert.Empty(violations);

        var days = await app.FinishedAsync(batch.BatchId, Cancel);
        Assert.All(days, day => Assert.Equal("succeeded", day.State));
        Assert.All(days, day => Assert.True(day.FinishedAt - day.StartedAt < TimeSpan.FromSeconds(10), $"{day.Day} took {day.FinishedAt - day.StartedAt}"));
        Assert.True(days.Max(day => day.FinishedAt) - days.Min(day => day.StartedAt) < TimeSpan.FromSeconds(30), "the lane went on slowly");
        var growth = (Memory(api) - before) / 1024 / 1024;
        TestContext.Current.TestOutputHelper!.WriteLine($"The API has grown by {growth} MiB.");
        Assert.True(growth < 150, $"The API has grown by {growth} MiB.");
    }

    [Fact]
    public async Task The_check_finds_a_server_without_limits()
    {
        await using var host = await LittleHost.StartAsync(
            app =>
            {
                app.MapPost("/api/sync", async (HttpContext context) =>
                {
                    await context.Request.Body.CopyToAsync(Stream.Null, Cancel);
                    return "done";
                });
                app.MapGet("/{**anything}", () => "all of it");
            },
            Cancel,
            builder => builder.WebHost.ConfigureKestrel(kestrel =>
            {
                kestrel.Limits.MaxRequestBodySize = null;
                kestrel.Limits.MaxRequestHeadersTotalSize = kestrel.Limits.MaxRequestLineSize = 1024 * 1024;
                kestrel.Limits.MaxRequestBufferSize = 2 * 1024 * 1024;
                kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromHours(1);
            }));

        string[] violations = [.. await HugeAsync(host.Client), .. await CrowdAsync(host.Client)];
        Assert.Equal(Huge.Length + 1, violations.Length);
        Assert.Equal($"{SlowConnections} of {SlowConnections} slow connections are still open", violations[^1]);
    }

    private static readonly (string Name, Func<HttpRequestMessage> Request)[] Huge =
    [
        ("a range of three million days", () => Posted("""{"startDate":"0001-01-01","endDate":"9999-12-31"}""")),
        ("a range of all of history", () => Posted("""{"startDate":"1900-01-01","endDate":"2026-01-01"}""")),
        ("chunks of two milliards of days", () => Posted("""{"startDate":"2026-01-01","endDate":"2026-01-02","chunkDays":2147483647}""")),
        ("ten thousand levels", () => Posted(new string('[', 10_000) + new string(']', 10_000))),
        ("ten thousand levels in a field", () => Posted($$"""{"startDate":"2026-01-01","endDate":"2026-01-02","accounts":{{new string('[', 10_000) + new string(']', 10_000)}}}""")),
        ("twenty thousand accounts", () => Posted($$"""{"startDate":"2026-01-01","endDate":"2026-01-02","accounts":["act_1"{{string.Concat(Enumerable.Repeat(",\"act_1\"", 20_000))}}]}""")),
        ("a body of 100 MiB", () => Posted(new StreamContent(new Endless(HugeBody)) { Headers = { ContentLength = HugeBody } })),
        ("a body of 100 MiB in chunks", () => Posted(new StreamContent(new Endless(HugeBody)))),
        ("a page of two milliards", () => new(HttpMethod.Get, "/api/sync?limit=2147483647")),
        ("a calendar of all of history", () => new(HttpMethod.Get, "/api/calendar?startDate=0001-01-01&endDate=9999-12-31")),
        ("a header of 64 KiB", () => new(HttpMethod.Get, "/api/sync") { Headers = { { "X-Long", new string('a', 65_536) } } }),
        ("an address of 16 KiB", () => new(HttpMethod.Get, $"/api/sync/{new string('a', 16_384)}")),
    ];

    private static HttpRequestMessage Posted(string json) => Posted(new StringContent(json));

    private static HttpRequestMessage Posted(HttpContent body)
    {
        body.Headers.ContentType = new("application/json");
        return new(HttpMethod.Post, "/api/sync") { Content = body };
    }

    /// <summary>Requests that were not refused, or not by the server's own will.</summary>
    private static async Task<IReadOnlyList<string>> HugeAsync(HttpClient client)
    {
        List<string> violations = [];
        foreach (var (name, make) in Huge)
        {
            using var request = make();
            try
            {
                using var response = await client.SendAsync(request, Cancel);
                if ((int)response.StatusCode / 100 != 4)
                    violations.Add($"{name} is answered with {(int)response.StatusCode}");
            }
            catch (HttpRequestException exception) when (exception.InnerException is IOException or SocketException)
            {
                // Refused and closed, before all of the body was sent.
            }
        }

        return violations;
    }

    /// <summary>Connections that send a header's letters and never its end: somebody else is answered meanwhile, and they are closed in the end.</summary>
    private static async Task<IReadOnlyList<string>> CrowdAsync(HttpClient client)
    {
        List<string> violations = [];
        var slow = await Task.WhenAll(Enumerable.Range(0, SlowConnections).Select(_ => RawHttp.ConnectAsync(client.BaseAddress!, Cancel)));
        await Task.WhenAll(slow.Select(connection => connection.SendAsync("GET /api/sync HTTP/1.1\r\nHost: loc"u8.ToArray(), Cancel)));

        var started = TimeProvider.System.GetTimestamp();
        using (var other = await client.GetAsync("/api/sync/none", Cancel))
        {
            if (TimeProvider.System.GetElapsedTime(started) > TimeSpan.FromSeconds(3))
                violations.Add("somebody else waits for more than three seconds");
        }

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        patience.CancelAfter(Patience);
        var closed = await Task.WhenAll(slow.Select(connection => connection.IsClosedAsync(patience.Token)));
        if (closed.Count(isClosed => !isClosed) is > 0 and var open)
            violations.Add($"{open} of {SlowConnections} slow connections are still open");
        foreach (var connection in slow)
            connection.Dispose();
        return violations;
    }

    private static Process ApiProcess(string connectionString) => Process.GetProcesses().First(process =>
        OperatingSystem.IsLinux() && ReadEnvironment(process.Id) is var text && text.Contains("OTEL_SERVICE_NAME=api\0", StringComparison.Ordinal) && text.Contains(connectionString, StringComparison.Ordinal));

    private static string ReadEnvironment(int process)
    {
        try
        {
            return File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/environ"), Encoding.UTF8);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    private static long Memory(Process process)
    {
        process.Refresh();
        return process.WorkingSet64;
    }

    /// <summary>So many letters, made as they are read.</summary>
    private sealed class Endless(long length) : Stream
    {
        private long _left = length;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = (int)Math.Min(_left, count);
            buffer.AsSpan(offset, read).Fill((byte)' ');
            _left -= read;
            return read;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
