using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using MetaSync.Tests.Support;
using Microsoft.AspNetCore.Builder;

namespace MetaSync.Tests.Security;

/// <summary>Whatever a text contains, it is a value: in SQL it is a parameter, in the log it stays inside one line, and it brings no handler down.</summary>
public sealed partial class S07_NoTextIsTakenForACommandTests
{
    /// <summary>In each text, so that it can be found wherever it goes.</summary>
    private const string Canary = "canary7";

    private const int Requests = 400;

    /// <summary>Printed when the check fails; the same seed makes the same requests.</summary>
    private const int Seed = 20260101;

    private static readonly string[] Pieces =
    [
        "'", "\"", "\\", "\\'", "''; DROP TABLE metasync.sync_days; --", "$1", "$$", "%", "%s", "{0}", "{Message}", "${jndi:ldap://127.0.0.1/x}", "<script>", "&lt;", "\0", "\r\n", "\n", "\r", "\t", "\u001b[31m", "\u0085",
        "\u2028", "\u202e", "\ufeff", "\ufffd", "😀", "../", "..\\", "%00", "%0d%0a", "*/", "/*", "act_1", "2026-01-01", "null", "true", "-1", "1e309", ",", ";", new string('A', 65_536), "{\"EventId\":1}",
    ];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_text_in_any_input_breaks_a_handler_a_statement_or_a_line_of_the_log()
    {
        using var log = new KeptLog();
        await using var app = await SyncApplication.StartAsync(server: null, workers: 0, Cancel, configure: builder =>
        {
            log.TakeFrom(builder);
            builder.Project("api").WithEnvironment("LOGGING__CONSOLE__FORMATTERNAME", "json").WithEnvironment("Logging__LogLevel__Microsoft.AspNetCore.Hosting", "Information")
                .WithEnvironment("Access__RequestsPerMinute", "1000000");
        });
        await app.ExecuteAsync("ALTER SYSTEM SET log_statement = 'all'", Cancel);
        await app.ExecuteAsync("SELECT pg_reload_conf()", Cancel);
        var batch = (await app.EnqueueAsync("2026-01-01", "2026-01-01", Cancel)).BatchId;

        Assert.Empty(await ViolationsAsync(app.Api, batch.ToString()));

        await Eventually.TrueAsync(() => Task.FromResult(log.Of("postgres").Any(line => line.Contains(Canary, StringComparison.Ordinal))), "a text has arrived in the database", Cancel);
        Assert.Contains(log.Of("api"), line => line.Contains(Canary, StringComparison.Ordinal)); // and in the log
        Assert.Empty(BrokenLines(log.Of("api")));
        Assert.Empty(Inlined(log.Of("postgres")));
        Assert.Equal(1, await app.ScalarAsync<long>("SELECT count(*) FROM metasync.sync_days", Cancel));
    }

    [Fact]
    public async Task The_check_finds_a_text_in_a_statement_one_that_breaks_a_line_and_a_handler_that_falls()
    {
        Assert.Single(Inlined([$"2026-01-01 00:00:00.000 UTC [1] LOG:  statement: SELECT '{Canary}'"]));
        Assert.Single(Inlined(["2026-01-01 00:00:00.000 UTC [1] LOG:  execute <unnamed>: SELECT", $"\tFROM {Canary}", "2026-01-01 00:00:00.000 UTC [1] DETAIL:  parameters: $1 = 'x'"]));
        Assert.Empty(Inlined(["2026-01-01 00:00:00.000 UTC [1] LOG:  execute <unnamed>: SELECT $1", $"2026-01-01 00:00:00.000 UTC [1] DETAIL:  parameters: $1 = '{Canary}", $"\t{Canary}'"]));
        Assert.Single(BrokenLines(["{\"Message\":\"GET /a\"}", $"{Canary} fail: forged"]));

        await using var host = await LittleHost.StartAsync(
            app => app.MapGet("/api/sync/{batchId}", (string batchId) => new { id = int.Parse(batchId[^1..], System.Globalization.CultureInfo.InvariantCulture) }), Cancel);
        Assert.Contains(await ViolationsAsync(host.Client, "1"), violation => violation.Contains("500", StringComparison.Ordinal));
    }

    /// <summary>Each request has one hostile text somewhere. What is answered with 5xx, or with something else than JSON, is a violation.</summary>
    private static async Task<IReadOnlyList<string>> ViolationsAsync(HttpClient client, string batch)
    {
        var random = new Random(Seed);
        List<string> violations = [];
        for (var n = 0; n < Requests; n++)
        {
            var text = Canary + string.Concat(random.GetItems(Pieces, random.Next(1, 5)));
            var place = n % Places.Length;
            using var request = Places[place](text, batch);
            try
            {
                using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancel);
                if ((int)response.StatusCode >= 500)
                    violations.Add($"seed {Seed}, request {n}: {request.Method} with {Shown(text)} at {place} is answered with {(int)response.StatusCode}");
            }
            catch (HttpRequestException refused) when (refused.InnerException is IOException)
            {
                // The server closed the connection: of a text that is too long for a line or a header.
            }
        }

        return violations;
    }

    private static readonly Func<string, string, HttpRequestMessage>[] Places =
    [
        (text, _) => new(HttpMethod.Get, $"/api/sync/{Escaped(text)}"),
        (text, _) => new(HttpMethod.Get, $"/api/sync/{Escaped(text)}/days"),
        (text, _) => new(HttpMethod.Post, $"/api/sync/{Escaped(text)}/cancel"),
        (text, _) => new(HttpMethod.Get, $"/api/sync?limit={Escaped(text)}"),
        (text, _) => new(HttpMethod.Get, $"/api/audit?limit={Escaped(text)}"),
        (text, _) => new(HttpMethod.Get, $"/api/days/{Escaped(text)}/2026-01-01"),
        (text, _) => new(HttpMethod.Get, $"/api/days/act_1/{Escaped(text)}"),
        (text, _) => new(HttpMethod.Get, $"/api/calendar?report={Escaped(text)}"),
        (text, _) => new(HttpMethod.Get, $"/api/calendar?accounts={Escaped(text)}&startDate={Escaped(text)}"),
        (text, _) => new(HttpMethod.Get, $"/api/insights?startDate=2026-01-01&endDate=2026-01-02&report={Escaped(text)}&accounts=act_1&format=csv"),
        (text, _) => new(HttpMethod.Get, $"/api/insights/daily?startDate=2026-01-01&endDate=2026-01-02&action={Escaped(text)}"),
        (text, _) => new(HttpMethod.Get, $"/api/insights/manifest?startDate=2026-01-01&endDate=2026-01-02&report={Escaped(text)}"),
        (text, _) => Posted(new() { ["startDate"] = text, ["endDate"] = "2026-01-02" }),
        (text, _) => Posted(new() { ["startDate"] = "2026-01-01", ["endDate"] = "2026-01-02", ["accounts"] = new JsonArray(text) }),
        (text, _) => Posted(new() { ["startDate"] = "2026-01-01", ["endDate"] = "2026-01-02", ["mode"] = text }),
        (text, _) => Posted(new() { ["startDate"] = "2026-01-01", ["endDate"] = "2026-01-02", [text] = 1 }),
        (text, batch) => WithHeader(new(HttpMethod.Get, $"/api/sync/{batch}"), "Authorization", $"Bearer {text}"),
        (text, batch) => WithHeader(new(HttpMethod.Get, $"/api/sync/{batch}"), "traceparent", text),
        (text, _) => WithHeader(new(HttpMethod.Get, "/api/events"), "Last-Event-ID", text),
        (text, _) => WithHeader(Posted(new() { ["startDate"] = "2026-01-01", ["endDate"] = "2026-01-01", ["accounts"] = new JsonArray("act_2") }), "Idempotency-Key", text),
    ];

    private static HttpRequestMessage Posted(JsonObject body) => new(HttpMethod.Post, "/api/sync") { Content = JsonContent.Create(body) };

    private static HttpRequestMessage WithHeader(HttpRequestMessage request, string name, string text)
    {
        request.Headers.TryAddWithoutValidation(name, string.Concat(text.Where(letter => letter is >= ' ' and < '\u007f'))); // no client sends the others
        return request;
    }

    /// <summary>For an address, whose length has a limit of its own.</summary>
    private static string Escaped(string text) => Uri.EscapeDataString(text.Length > 2000 ? text[..2000] : text);

    private static IEnumerable<string> BrokenLines(IEnumerable<string> lines) => lines.Where(line => !IsJsonObject(line)).Select(Shown);

    private static bool IsJsonObject(string line)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            return json.RootElement.ValueKind is JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>Statements that have a text of the requests in them. In the server's log a line that begins with a tab goes on with the one before it.</summary>
    private static List<string> Inlined(IEnumerable<string> lines)
    {
        var entries = new List<StringBuilder>();
        foreach (var line in lines)
        {
            if (entries.Count > 0 && !Entry().IsMatch(line))
                entries[^1].Append('\n').Append(line);
            else
                entries.Add(new StringBuilder(line));
        }

        return [.. entries.Select(entry => entry.ToString())
            .Where(entry => Statement().IsMatch(entry) && entry.Contains(Canary, StringComparison.Ordinal)).Select(Shown)];
    }

    private static string Shown(string text) => JsonSerializer.Serialize(text.Length <= 300 ? text : text[..300] + "…");

    [GeneratedRegex(@"^\d{4}-\d\d-\d\d [\d:.]+ \w+ \[\d+\] ")]
    private static partial Regex Entry();

    [GeneratedRegex(@"^\S+ \S+ \w+ \[\d+\] (LOG|STATEMENT): ")]
    private static partial Regex Statement();
}
