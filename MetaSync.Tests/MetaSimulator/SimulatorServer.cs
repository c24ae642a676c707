using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using MetaSimulator;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Time.Testing;

namespace MetaSync.Tests.MetaSimulator;

// The real server on a free port, at noon UTC of 2026-06-15 by its clock.
internal sealed class SimulatorServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private SimulatorServer(WebApplication app, FakeTimeProvider time)
    {
        _app = app;
        Time = time;
        Http = new() { BaseAddress = new(app.Urls.Single()) };
    }

    public FakeTimeProvider Time { get; }

    public HttpClient Http { get; }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<SimulatorServer> Start(params string[] settings)
    {
        var time = new FakeTimeProvider(new(2026, 6, 15, 12, 0, 0, TimeSpan.Zero));
        // Watching appsettings.json costs an inotify instance per server.
        var app = Simulator.Build(
            ["--urls", "http://127.0.0.1:0", "--Logging:LogLevel:Default=Warning", "--hostBuilder:reloadConfigOnChange=false", .. settings], time);
        await app.StartAsync(Cancellation);
        return new(app, time);
    }

    // Calls Graph with the token in the header.
    public Task<Answer> Get(string path) => Send(HttpMethod.Get, path, "simulator");

    public async Task<Answer> Send(HttpMethod method, string path, string? token)
    {
        using var request = new HttpRequestMessage(method, path);
        if (token is not null)
            request.Headers.Authorization = new("Bearer", token);
        using var response = await Http.SendAsync(request, Cancellation);
        return await Answer.Read(response, Cancellation);
    }

    public async Task<Answer> Post(string path, IEnumerable<KeyValuePair<string, string>> form, string? token = "simulator")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent(form) };
        if (token is not null)
            request.Headers.Authorization = new("Bearer", token);
        using var response = await Http.SendAsync(request, Cancellation);
        return await Answer.Read(response, Cancellation);
    }

    // A run over one day's ads; answers its id.
    public async Task<string> Submit(string day = "2026-05-01", string account = "act_1", string parameters = "")
    {
        var answer = await Send(HttpMethod.Post, $"/v25.0/{account}/insights?level=ad&time_increment=1&{Range(day, day)}&{parameters}", "simulator");
        Assert.Equal(200, answer.Status);
        return answer.Json["report_run_id"]!.GetValue<string>();
    }

    // A batch of GETs; answers its parts.
    public Task<Answer> Batch(string[] urls, string? token = "simulator", string path = "/v25.0/") => Post(
        path,
        new Dictionary<string, string> { ["batch"] = JsonSerializer.Serialize(urls.Select(url => new { method = "GET", relative_url = url })) },
        token);

    public Task Elapse(string duration) => Control(HttpMethod.Post, "clock", new { advance = duration });

    // One page of one day of act_1.
    public Task<Answer> Page(string day, string parameters = "", string account = "act_1") =>
        Get($"/v25.0/{account}/insights?level=ad&time_increment=1&{Range(day, day)}&{parameters}");

    // Follows next to its end and collects the rows.
    public async Task<List<string>> AllPages(string path)
    {
        var rows = new List<string>();
        for (var next = path; next is not null;)
        {
            var page = await Get(next);
            Assert.Equal(200, page.Status);
            rows.AddRange(page.Rows);
            next = page.Next;
        }

        return rows;
    }

    public async Task<List<string>> Truth(string parameters) =>
        [.. (await Control(HttpMethod.Get, "truth?" + parameters))["data"]!.AsArray().Select(row => row!.ToJsonString())];

    public async Task<JsonNode> Control(HttpMethod method, string path, object? body = null, int status = 200)
    {
        using var request = new HttpRequestMessage(method, "/__sim/" + path) { Content = body is null ? null : JsonContent.Create(body) };
        using var response = await Http.SendAsync(request, Cancellation);
        Assert.Equal(status, (int)response.StatusCode);
        return (await response.Content.ReadFromJsonAsync<JsonNode>(Cancellation))!;
    }

    public Task<JsonNode> Fault(object rule) => Control(HttpMethod.Post, "faults", rule);

    public async Task<JsonArray> Journal(string filter = "") =>
        (await Control(HttpMethod.Get, "requests" + filter))["data"]!.AsArray();

    public static string Range(string since, string until) =>
        "time_range=" + Uri.EscapeDataString(JsonSerializer.Serialize(new { since, until }));

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.DisposeAsync();
    }
}
