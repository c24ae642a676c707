using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace MetaSync.Tests.Security;

/// <summary>Requests of which the last byte arrives at the same moment enqueue each day once, and count what they have done themselves.</summary>
[Collection(nameof(GuardedApi))]
public sealed partial class S10_ADoubleSubmitIsOneTests(GuardedApi guarded)
{
    private const int Requests = 50;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Fifty_requests_at_once_identical_or_overlapping_enqueue_each_day_once()
    {
        await guarded.EmptyAsync(Cancel);
        Assert.Empty(await ViolationsAsync(guarded.Host.Address, guarded.WriterKey, n => Range("2026-01-01", "2026-01-10"), Days("2026-01-01", "2026-01-10"), Rows));

        await guarded.EmptyAsync(Cancel);
        Assert.Empty(await ViolationsAsync(
            guarded.Host.Address, guarded.WriterKey, n => Range($"2026-01-{1 + n % 20:00}", $"2026-01-{11 + n % 20:00}"), Days("2026-01-01", "2026-01-30"), Rows));
    }

    [Fact]
    public async Task The_check_finds_a_handler_that_looks_first_and_enqueues_then()
    {
        var days = new ConcurrentQueue<string>();
        var looked = 0;
        var another = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var host = await LittleHost.StartAsync(
            app => app.MapPost("/api/sync", async (HttpContext context) =>
            {
                var range = (await context.Request.ReadFromJsonAsync<JsonNode>(Cancel))!;
                var missing = Days(range["startDate"]!.GetValue<string>(), range["endDate"]!.GetValue<string>()).Except(days).ToArray();
                if (Interlocked.Increment(ref looked) == 2)
                    another.SetResult();
                await another.Task; // the first waits until a second one has looked as well
                foreach (var day in missing)
                    days.Enqueue(day);
                context.Response.StatusCode = 202;
                await context.Response.WriteAsJsonAsync(new { data = new { jobCount = missing.Length } }, Cancel);
            }),
            Cancel);

        Assert.Contains(
            await ViolationsAsync(host.Address, "key", n => Range("2026-01-01", "2026-01-10"), Days("2026-01-01", "2026-01-10"), () => Task.FromResult<string[]>([.. days])),
            violation => violation.Contains("more than once", StringComparison.Ordinal));
    }

    private static async Task<IReadOnlyList<string>> ViolationsAsync(
        Uri address, string key, Func<int, string> body, IReadOnlyCollection<string> expected, Func<Task<string[]>> rows)
    {
        var requests = Enumerable.Range(0, Requests).Select(n => RawHttp.Post(address, "/api/sync", body(n), $"Authorization: Bearer {key}", "Connection: close")).ToArray();
        var connections = await Task.WhenAll(requests.Select(_ => RawHttp.ConnectAsync(address, Cancel)));
        await Task.WhenAll(connections.Zip(requests, (connection, bytes) => connection.SendAsync(bytes.AsMemory(..^1), Cancel)));

        await Task.WhenAll(connections.Zip(requests, (connection, bytes) => connection.SendAsync(bytes.AsMemory(^1..), Cancel)));
        var answers = await Task.WhenAll(connections.Select(connection => connection.ReadAsync(Cancel, TimeSpan.FromSeconds(5))));
        foreach (var connection in connections)
            connection.Dispose();

        var stored = await rows();
        List<string> violations =
        [
            .. answers.Where(answer => !answer.StartsWith("HTTP/1.1 202", StringComparison.Ordinal)).Select(answer => $"answered: {answer.Split('\r')[0]}"),
            .. stored.CountBy(day => day).Where(day => day.Value > 1).Select(day => $"{day.Key} is there more than once"),
            .. expected.Except(stored).Select(day => $"{day} is not there"),
        ];
        var counted = answers.Sum(answer => int.Parse(JobCount().Match(answer).Groups[1].Value));
        if (counted != stored.Length)
            violations.Add($"the answers count {counted} days, and {stored.Length} are there");
        return violations;
    }

    private async Task<string[]> Rows() => (await guarded.Host.ScalarAsync<string[]>("SELECT array_agg(day::text ORDER BY id) FROM metasync.sync_days", Cancel))!;

    private static string Range(string start, string end) => $$"""{"startDate":"{{start}}","endDate":"{{end}}"}""";

    private static string[] Days(string start, string end) =>
        [.. Enumerable.Range(0, DateOnly.Parse(end).DayNumber - DateOnly.Parse(start).DayNumber + 1).Select(n => DateOnly.Parse(start).AddDays(n).ToString("yyyy-MM-dd"))];

    [GeneratedRegex("\"jobCount\":(\\d+)")]
    private static partial Regex JobCount();
}
