using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;

namespace MetaSync.Tests.Security;

/// <summary>Whatever goes wrong, a client gets a problem document in which there is no stack, SQL, host, path, version or secret.</summary>
[Collection(nameof(GuardedApi))]
public sealed partial class S13_NoAnswerTellsAboutOurInsidesTests(GuardedApi guarded)
{
    private const string Canary = "canary-of-the-database";

    /// <summary>Serialisation, deadlock, cancelled, too many connections, lock timeout, check, shutdown, broken connection, bad text, disk full, no right, no table, internal.</summary>
    private static readonly string[] SqlStates =
        ["40001", "40P01", "57014", "53300", "55P03", "23514", "57P01", "08006", "22P02", "53100", "42501", "42P01", "XX000", "23505", "P0001"];

    private static readonly string[] Fields = ["type", "title", "status"];

    private const string Sync = """{"startDate":"2026-01-01","endDate":"2026-01-01"}""";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_error_of_the_database_and_each_wrong_request_is_a_problem_document_and_nothing_more()
    {
        await guarded.EmptyAsync(Cancel);
        List<string> violations = [];
        try
        {
            violations.AddRange(await WithBrokenDatabaseAsync());
        }
        finally
        {
            await guarded.Host.ExecuteAsync("DROP FUNCTION IF EXISTS break_it() CASCADE; ALTER TABLE IF EXISTS metasync.accounts_elsewhere RENAME TO accounts", Cancel);
        }

        foreach (var (method, path, content) in new (string, string, HttpContent?)[]
        {
            ("GET", "/api/none", null), ("GET", "/none", null), ("GET", "/api/sync/..%2f..%2fetc%2fpasswd", null), ("DELETE", "/api/sync", null), ("PUT", "/api/accounts", null),
            ("POST", "/api/sync", new StringContent("{", Encoding.UTF8, "application/json")), ("POST", "/api/sync", new StringContent("a=b", Encoding.UTF8, "text/plain")),
            ("POST", "/api/sync", new StringContent(new string('x', 100_000), Encoding.UTF8, "application/json")), ("GET", "/api/sync?limit=x", null),
            ("POST", $"/api/sync/{Guid.Empty}/cancel", null),
        })
        {
            violations.AddRange(await ViolationsAsync(guarded.Writer, $"{method} {path}", () => Request(method, path, content), 400));
        }

        violations.AddRange(await ViolationsAsync(guarded.Host.Anonymous, "a stranger", () => Request("GET", "/api/none"), 400));

        var health = await guarded.Host.Anonymous.GetAsync("/health", Cancel);
        violations.AddRange(Leaks("health", await TextAsync(health)));
        Assert.Empty(violations);
    }

    [Fact]
    public async Task The_check_finds_a_server_that_shows_developers_what_went_wrong()
    {
        await using var host = await LittleHost.StartAsync(app => app.MapGet("/plain", () => Microsoft.AspNetCore.Http.Results.Text("no", statusCode: 404)), Cancel);
        Assert.Equal(["plain: leaks 'the server'", "plain: 404 is no problem document"], await ViolationsAsync(host.Client, "plain", () => Request("GET", "/plain"), 400));

        await using var developers = await LittleHost.StartAsync(
            app =>
            {
                app.UseDeveloperExceptionPage();
                app.MapGet("/boom", string () => throw new InvalidOperationException(Canary));
            },
            Cancel);
        Assert.Contains("boom: leaks 'a stack'", await ViolationsAsync(developers.Client, "boom", () => Request("GET", "/boom"), 500));
    }

    private async Task<IReadOnlyList<string>> WithBrokenDatabaseAsync()
    {
        List<string> violations = [];
        foreach (var state in SqlStates)
        {
            await guarded.Host.ExecuteAsync($"""
                CREATE OR REPLACE FUNCTION break_it() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '{Canary}' USING ERRCODE = '{state}', DETAIL = '{Canary}', HINT = '{Canary}'; END $$;
                CREATE OR REPLACE TRIGGER break_it BEFORE INSERT ON metasync.sync_batches FOR EACH ROW EXECUTE FUNCTION break_it();
                """, Cancel);
            violations.AddRange(await ViolationsAsync(guarded.Writer, $"SQLSTATE {state}", () => Request("POST", "/api/sync", new StringContent(Sync, Encoding.UTF8, "application/json")), 500));
        }

        await guarded.Host.ExecuteAsync("ALTER TABLE metasync.accounts RENAME TO accounts_elsewhere", Cancel);
        violations.AddRange(await ViolationsAsync(guarded.Writer, "a table that is gone", () => Request("GET", "/api/accounts"), 500));
        return violations;
    }

    private static HttpRequestMessage Request(string method, string path, HttpContent? content = null) => new(new(method), path) { Content = content };

    private static async Task<IReadOnlyList<string>> ViolationsAsync(HttpClient client, string name, Func<HttpRequestMessage> request, int statusClass)
    {
        using var message = request();
        using var response = await client.SendAsync(message, Cancel);
        var text = await TextAsync(response);
        List<string> violations = [.. Leaks(name, text)];
        if ((int)response.StatusCode / 100 != statusClass / 100)
            violations.Add($"{name}: {(int)response.StatusCode}");
        if (response.Content.Headers.ContentType?.MediaType is not "application/problem+json"
            || await response.Content.ReadFromJsonAsync<JsonObject>(Cancel) is not { } problem
            || Fields.Any(field => !problem.ContainsKey(field)))
        {
            violations.Add($"{name}: {(int)response.StatusCode} is no problem document");
        }

        return violations;
    }

    private static async Task<string> TextAsync(HttpResponseMessage response) => $"{response.Headers}{response.Content.Headers}{await response.Content.ReadAsStringAsync(Cancel)}";

    private static IEnumerable<string> Leaks(string name, string text) =>
        Insides().Matches(text).Select(match => match.Groups.Values.Skip(1).First(group => group.Success).Name.Replace('_', ' ')).Distinct().Select(leak => $"{name}: leaks '{leak}'");

    [GeneratedRegex(
        @"(?<a_stack>\bat [A-Z]\w+(\.\w+)+|\w+\.cs\b|Exception\b)|(?<the_server>Kestrel|X-Powered-By|ASP\.NET)|(?<the_database>Npgsql|SQLSTATE|PostgreSQL \d|Host=|break_it|metasync\.\w+_\w+|canary-of-the-database)|(?<a_path>/work/|/home/|/usr/|/root/|[A-Z]:\\)|(?<a_version>\b\d+\.\d+\.\d+\.\d+\b(?<!127\.0\.0\.1))")]
    private static partial Regex Insides();
}
