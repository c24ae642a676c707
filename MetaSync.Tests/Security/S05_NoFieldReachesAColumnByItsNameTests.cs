using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace MetaSync.Tests.Security;

/// <summary>Mass assignment: the name of a column, as a field of a request, is refused or does nothing.</summary>
[Collection(nameof(GuardedApi))]
public sealed class S05_NoFieldReachesAColumnByItsNameTests(GuardedApi guarded)
{
    private static readonly JsonObject ValidSync = new() { ["startDate"] = "2026-01-01", ["endDate"] = "2026-01-02" };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_column_of_each_table_is_refused_as_a_field_of_each_POST_or_changes_nothing()
    {
        await guarded.EmptyAsync(Cancel);
        using var enqueued = await guarded.Writer.PostAsJsonAsync("/api/sync", ValidSync, Cancel);
        var batch = (await enqueued.Content.ReadFromJsonAsync<JsonNode>(Cancel))!["data"]!["batchId"]!.GetValue<string>();
        await guarded.Host.ExecuteAsync("UPDATE metasync.sync_days SET state = 'succeeded', finished_at = now()", Cancel); // nothing is left to steer

        var columns = (await guarded.Host.ScalarAsync<string[]>("""
            SELECT array_agg(DISTINCT column_name::text || ':' || data_type ORDER BY column_name::text || ':' || data_type) FROM information_schema.columns WHERE table_schema IN ('metasync', 'public')
            """, Cancel))!;
        Assert.Contains("run_token:uuid", columns);
        var posts = RouteCall.Of(guarded.Host.Routes, batch).Where(call => call.Method is "POST" && call.Path.StartsWith("/api/", StringComparison.Ordinal)).ToArray();
        var documented = (await guarded.Writer.GetFromJsonAsync<JsonNode>("/openapi/v1.json", Cancel))!["components"]!["schemas"]!["SyncRequest"]!["properties"]!.AsObject()
            .Select(field => field.Key).ToHashSet();

        Assert.Empty(await ViolationsAsync(
            guarded.Writer, posts, columns.Select(column => column.Split(':')).Select(column => (column[0], column[1])), documented,
            async () => (await guarded.Host.ScalarAsync<string>("""
                SELECT concat((SELECT string_agg(day::text, ';' ORDER BY id) FROM metasync.sync_days AS day), (SELECT string_agg(batch::text, ';' ORDER BY id) FROM metasync.sync_batches AS batch),
                  (SELECT string_agg(key::text, ';' ORDER BY id) FROM (SELECT id, name, hash, scopes, expires_at, revoked_at FROM metasync.api_keys) AS key), (SELECT count(*) FROM qrtz_triggers))
                """, Cancel))!));
    }

    [Fact]
    public async Task The_check_finds_a_handler_that_copies_what_it_is_sent()
    {
        var row = new JsonObject { ["state"] = "queued", ["rows"] = null };
        await using var host = await LittleHost.StartAsync(
            app => app.MapPost("/api/sync", async context =>
            {
                foreach (var (name, value) in (await context.Request.ReadFromJsonAsync<JsonObject>(Cancel))!)
                {
                    if (row.ContainsKey(name))
                        row[name] = value?.DeepClone();
                }
            }),
            Cancel);

        Assert.Equal(
            ["POST /api/sync takes state", "POST /api/sync takes rows"],
            await ViolationsAsync(host.Client, RouteCall.Of(host.Routes), [("state", "text"), ("rows", "bigint"), ("worker", "text")], [], () => Task.FromResult(row.ToJsonString())));
    }

    private static async Task<IReadOnlyList<string>> ViolationsAsync(
        HttpClient client, IReadOnlyList<RouteCall> posts, IEnumerable<(string Name, string Type)> columns, HashSet<string> documented, Func<Task<string>> tables)
    {
        List<string> violations = [];
        var before = await tables();
        foreach (var call in posts)
        {
            foreach (var (name, value) in columns.SelectMany(column => new[] { column.Name, CamelCase(column.Name) }.Distinct().Select(name => (name, Value(column.Type)))))
            {
                if (documented.Contains(name))
                    continue;
                var body = call.Path is "/api/sync" ? (JsonObject)ValidSync.DeepClone() : [];
                body[name] = value;
                using var response = await client.PostAsJsonAsync(call.Path, body, Cancel);
                var after = await tables();
                if (after != before || (int)response.StatusCode >= 500)
                    violations.Add($"{call} takes {name}");
                before = after;
            }
        }

        return violations;
    }

    private static JsonNode Value(string type) => type switch
    {
        "uuid" => "0199c0de-0000-7000-8000-00000000c0de",
        "boolean" => true,
        "date" => "2026-01-03",
        "integer" or "bigint" or "numeric" or "double precision" or "smallint" => 424242,
        _ when type.StartsWith("timestamp", StringComparison.Ordinal) => "2001-02-03T04:05:06Z",
        _ => "succeeded",
    };

    private static string CamelCase(string column) =>
        string.Concat(column.Split('_').Select((word, n) => n == 0 || word.Length == 0 ? word : word[..1].ToUpper(CultureInfo.InvariantCulture) + word[1..]));
}
