using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using MetaSync.Tests.Support;
using Npgsql;

namespace MetaSync.Tests.Access;

public sealed class AuditTests(KeyedApi keyed) : IClassFixture<KeyedApi>
{
    private readonly ApiHost _api = keyed.Api;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static object January(int day) => new { startDate = $"2026-01-{day:00}", endDate = $"2026-01-{day:00}", accounts = (string[])["act_1"] };

    [Fact]
    public async Task Whoever_starts_and_cancels_is_written_down_with_batch_outcome_trace_and_address()
    {
        using var started = await keyed.Writer.PostAsJsonAsync("/api/sync", January(1), Cancel);
        var batch = (await started.Content.ReadFromJsonAsync<JsonNode>(Cancel))!["data"]!["batchId"]!.GetValue<string>();
        using var cancelled = await keyed.Writer.PostAsync($"/api/sync/{batch}/cancel", null, Cancel);
        Assert.Equal((HttpStatusCode.Accepted, HttpStatusCode.OK), (started.StatusCode, cancelled.StatusCode));

        var records = (await AuditAsync()).Where(record => record["batchId"]?.GetValue<string>() == batch).ToArray();
        Assert.Equal(["sync.cancel done 200", "sync.enqueue done 202"], records.Select(Words));
        Assert.All(records, record =>
        {
            Assert.Equal(("writer", "127.0.0.1"), (record["actor"]!.GetValue<string>(), record["address"]!.GetValue<string>()));
            Assert.Matches("^[0-9a-f]{32}$", record["traceId"]!.GetValue<string>());
        });
    }

    [Fact]
    public async Task What_was_refused_is_written_down_too()
    {
        using var wrong = await keyed.Writer.PostAsJsonAsync("/api/sync", new { colour = "red" }, Cancel);
        Assert.Equal("sync.enqueue refused 400", Words((await AuditAsync())[0]));

        using var forbidden = await keyed.Reader.PostAsJsonAsync("/api/sync", January(2), Cancel);
        var record = (await AuditAsync())[0];
        Assert.Equal("sync.enqueue refused 403", Words(record));
        Assert.Equal("reader", record["actor"]!.GetValue<string>());

        using var stranger = _api.Client("msk_wrong");
        using var unknown = await stranger.PostAsJsonAsync("/api/sync", January(2), Cancel);
        record = (await AuditAsync())[0];
        Assert.Equal("key.refused refused 401", Words(record));
        Assert.Null(record["actor"]);
        Assert.DoesNotContain("msk_", record.ToJsonString());
    }

    [Fact]
    public async Task What_can_not_be_written_down_is_not_done()
    {
        await _api.ExecuteAsync("""
            CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''no room''; END';
            CREATE TRIGGER no_room BEFORE INSERT ON metasync.audit_log FOR EACH ROW WHEN (NEW.action = 'sync.enqueue') EXECUTE FUNCTION no_room();
            """, Cancel);
        try
        {
            using var response = await keyed.Writer.PostAsJsonAsync("/api/sync", January(3), Cancel);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
            Assert.DoesNotContain("room", await response.Content.ReadAsStringAsync(Cancel));
            Assert.Equal(0, await _api.ScalarAsync<long>("SELECT count(*) FROM metasync.sync_batches WHERE start_date = '2026-01-03'", Cancel));
        }
        finally
        {
            await _api.ExecuteAsync("DROP TRIGGER no_room ON metasync.audit_log; DROP FUNCTION no_room", Cancel);
        }
    }

    [Fact]
    public async Task What_is_written_down_stays()
    {
        using var wrong = await keyed.Writer.PostAsJsonAsync("/api/sync", new { }, Cancel);
        foreach (var table in (string[])["audit_log", "audit_outcomes"])
        {
            foreach (var change in (string[])[$"UPDATE metasync.{table} SET at = now()", $"DELETE FROM metasync.{table}", $"TRUNCATE metasync.{table} CASCADE"])
            {
                var refusal = await Assert.ThrowsAsync<PostgresException>(() => _api.ExecuteAsync($"SET session_replication_role = replica; {change}", Cancel));
                Assert.Contains("can only be added to", refusal.MessageText);
            }
        }
    }

    [Theory]
    [InlineData("0")]
    [InlineData("501")]
    public async Task A_list_has_a_sensible_length(string limit)
    {
        using var response = await keyed.Reader.GetAsync($"/api/audit?limit={limit}", Cancel);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains($"limit is {limit}", await response.Content.ReadAsStringAsync(Cancel));
    }

    private async Task<IReadOnlyList<JsonNode>> AuditAsync() =>
        [.. (await keyed.Reader.GetFromJsonAsync<JsonNode>("/api/audit?limit=20", Cancel))!["data"]!.AsArray().Select(record => record!)];

    private static string Words(JsonNode record) => $"{record["action"]} {record["outcome"]} {record["status"]}";
}
