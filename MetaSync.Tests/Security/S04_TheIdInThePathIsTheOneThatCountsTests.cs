using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace MetaSync.Tests.Security;

/// <summary>An id in the query, a header or the body never steers a call to another batch than the one in the path, which is the one that is audited.</summary>
[Collection(nameof(GuardedApi))]
public sealed class S04_TheIdInThePathIsTheOneThatCountsTests(GuardedApi guarded)
{
    private static readonly string[] Names = ["batchId", "batch_id", "BatchId", "id"];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_second_id_changes_no_other_batch()
    {
        await guarded.EmptyAsync(Cancel);
        var (named, other) = (await EnqueueAsync("2026-01-01"), await EnqueueAsync("2026-01-02"));
        var calls = RouteCall.Of(guarded.Host.Routes.Where(route => route.RoutePattern.RawText!.Contains("{batchId}", StringComparison.Ordinal)), named);
        Assert.Contains(calls, call => call.Path.EndsWith("/cancel", StringComparison.Ordinal));

        Assert.Empty(await ViolationsAsync(guarded.Writer, calls, named, other, async () => (await guarded.Host.ScalarAsync<string>($"""
            SELECT string_agg(day::text, ';' ORDER BY id) || (SELECT batch::text FROM metasync.sync_batches AS batch WHERE id = '{other}') FROM metasync.sync_days AS day WHERE batch_id = '{other}'
            """, Cancel))!));
    }

    [Fact]
    public async Task The_check_finds_a_route_that_takes_the_id_from_the_query_and_one_that_answers_for_another()
    {
        var state = new Dictionary<string, string> { ["a"] = "queued", ["b"] = "queued" };
        await using var host = await LittleHost.StartAsync(
            app =>
            {
                app.MapPost("/{batchId}/cancel", (string batchId, HttpContext context) => state[context.Request.Query["batchId"].FirstOrDefault() ?? batchId] = "cancelled");
                app.MapGet("/{batchId}", (string batchId, HttpContext context) => new { data = new { batchId = context.Request.Headers["X-id"].FirstOrDefault() ?? batchId } });
            },
            Cancel);

        var violations = await ViolationsAsync(host.Client, RouteCall.Of(host.Routes, "a"), "a", "b", () => Task.FromResult(state["b"]));
        Assert.Equal(["POST /a/cancel?batchId=b changes another batch", "GET /a with X-id answers for another batch"], violations);
    }

    private static async Task<IReadOnlyList<string>> ViolationsAsync(
        HttpClient client, IReadOnlyList<RouteCall> calls, string named, string other, Func<Task<string>> otherBatch)
    {
        List<string> violations = [];
        var before = await otherBatch();
        foreach (var call in calls)
        {
            foreach (var name in Names)
            {
                await TryAsync(call with { Path = $"{call.Path}?{name}={other}" }, null, null, "");
                await TryAsync(call, ($"X-{name}", other), null, $" with X-{name}");
                if (call.Method is "POST")
                    await TryAsync(call, null, new JsonObject { [name] = other }, $" with {name} in its body");
            }
        }

        return violations;

        async Task TryAsync(RouteCall call, (string Name, string Value)? header, JsonNode? body, string how)
        {
            using var request = call.Request();
            if (header is { } one)
                request.Headers.TryAddWithoutValidation(one.Name, one.Value);
            request.Content = body is null ? null : JsonContent.Create(body);
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancel);
            var answer = response.Content.Headers.ContentType?.MediaType is "application/json" && response.IsSuccessStatusCode
                ? await response.Content.ReadFromJsonAsync<JsonNode>(Cancel) : null;
            if (answer?["data"] is JsonObject data && data["batchId"]?.GetValue<string>() is { } answered && answered != named)
                violations.Add($"{call}{how} answers for another batch");
            var after = await otherBatch();
            if (after != before)
                violations.Add($"{call}{how} changes another batch");
            before = after;
        }
    }

    private async Task<string> EnqueueAsync(string day)
    {
        using var response = await guarded.Writer.PostAsJsonAsync("/api/sync", new { startDate = day, endDate = day }, Cancel);
        return (await response.Content.ReadFromJsonAsync<JsonNode>(Cancel))!["data"]!["batchId"]!.GetValue<string>();
    }
}
