using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using MetaSync.Tests.Support;
using Npgsql;

namespace MetaSync.Tests.Events;

/// <summary>Nothing runs here: the tests change rows as workers do, and look at what is told of it.</summary>
public sealed class EventsTests(IdleApplication application) : IClassFixture<IdleApplication>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_change_is_told_with_what_the_calendar_now_has_and_the_batch_as_it_now_is()
    {
        var app = await application.EmptiedAsync(Cancel);
        await using var all = await OpenAsync(app);
        var batch = (await app.EnqueueAsync("2026-01-01", "2026-01-03", Cancel, "act_1")).BatchId;

        Assert.Equal(["2026-01-01", "2026-01-02", "2026-01-03"],
            [(await all.NextAsync(Cancel)).Data["day"]!.GetValue<string>(), (await all.NextAsync(Cancel)).Data["day"]!.GetValue<string>(), (await all.NextAsync(Cancel)).Data["day"]!.GetValue<string>()]);
        Assert.Equal("queued", (await all.NextAsync(Cancel)).Data["state"]!.GetValue<string>());

        await app.ExecuteAsync("UPDATE metasync.sync_days SET state = 'failed', finished_at = now(), end_day = '2026-01-04' WHERE day = '2026-01-03'", Cancel);

        Assert.Equal($$"""{"batchId":"{{batch}}","account":"act_1","day":"2026-01-03","endDay":"2026-01-04","state":"failed","calendar":"xx"}""",
            (await all.NextAsync(Cancel)).Data.ToJsonString());
        var told = await all.NextAsync(Cancel);
        Assert.Equal(("batch", $"{batch}", 1), (told.Kind, told.Data["batchId"]!.GetValue<string>(), told.Data["counts"]!["failed"]!.GetValue<int>()));
    }

    [Fact]
    public async Task Who_watches_one_batch_is_not_told_of_another()
    {
        var app = await application.EmptiedAsync(Cancel);
        var first = (await app.EnqueueAsync("2026-01-01", "2026-01-01", Cancel, "act_1")).BatchId;
        var second = (await app.EnqueueAsync("2026-01-02", "2026-01-02", Cancel, "act_1")).BatchId;
        await using var events = await EventReader.OpenAsync(app.Api, $"/api/sync/{second}/events", Cancel);
        Assert.Equal(("batch", $"{second}"), (await events.NextAsync(Cancel)) is var begun ? (begun.Kind, begun.Data["batchId"]!.GetValue<string>()) : default);

        await FinishAsync(app, first);
        await FinishAsync(app, second);

        var rest = await events.RestAsync(Cancel);
        Assert.All(rest.Where(one => one.Kind is not ("end" or "ping")), one => Assert.Equal($"{second}", one.Data["batchId"]!.GetValue<string>()));
        Assert.Equal(["day", "batch", "end"], rest.TakeLast(3).Select(one => one.Kind));
        Assert.Equal("succeeded", rest[^2].Data["state"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_batch_that_is_over_is_told_once_and_the_stream_ends()
    {
        var app = await application.EmptiedAsync(Cancel);
        var batch = (await app.EnqueueAsync("2026-01-01", "2026-01-01", Cancel, "act_1")).BatchId;
        await FinishAsync(app, batch);

        await using var events = await EventReader.OpenAsync(app.Api, $"/api/sync/{batch}/events", Cancel);

        Assert.Equal(["batch", "end"], (await events.RestAsync(Cancel)).Select(one => one.Kind));
    }

    [Fact]
    public async Task What_is_committed_late_is_told_all_the_same()
    {
        var app = await application.EmptiedAsync(Cancel);
        await app.EnqueueAsync("2026-01-01", "2026-01-02", Cancel, "act_1");
        await using var all = await OpenAsync(app);
        await using var late = await app.Database.OpenConnectionAsync(Cancel);
        await using var transaction = await late.BeginTransactionAsync(Cancel);
        await using var update = new NpgsqlCommand("UPDATE metasync.sync_days SET rows = 1 WHERE day = '2026-01-01'", late);
        await update.ExecuteNonQueryAsync(Cancel);

        // Meanwhile others are told of, again and again, so that many a look has passed over the row that nobody can see yet.
        for (var calls = 1; calls <= 8; calls++)
        {
            await app.ExecuteAsync($"UPDATE metasync.sync_days SET calls = {calls} WHERE day = '2026-01-02'", Cancel);
            Assert.Equal("2026-01-02", (await all.NextAsync(one => one.Kind is "day", Cancel)).Data["day"]!.GetValue<string>());
        }

        await transaction.CommitAsync(Cancel);
        Assert.Equal("2026-01-01", (await all.NextAsync(one => one.Kind is "day", Cancel)).Data["day"]!.GetValue<string>());
    }

    [Fact]
    public async Task Who_comes_back_is_told_what_happened_meanwhile_also_what_was_committed_late()
    {
        var app = await application.EmptiedAsync(Cancel);
        await app.EnqueueAsync("2026-01-01", "2026-01-03", Cancel, "act_1");
        await using var late = await app.Database.OpenConnectionAsync(Cancel);
        await using var transaction = await late.BeginTransactionAsync(Cancel);
        await using (var update = new NpgsqlCommand("UPDATE metasync.sync_days SET rows = 1 WHERE day = '2026-01-01'", late))
            await update.ExecuteNonQueryAsync(Cancel);

        string? lastId;
        await using (var first = await OpenAsync(app))
        {
            for (var calls = 1; calls <= 8; calls++) // until the row that nobody can see yet lies two seconds back
            {
                await app.ExecuteAsync($"UPDATE metasync.sync_days SET calls = {calls} WHERE day = '2026-01-02'", Cancel);
                await first.NextAsync(one => one.Kind is "batch", Cancel);
            }

            lastId = first.LastId;
        }

        await NobodyWatchesAsync(app);
        await transaction.CommitAsync(Cancel);
        await app.ExecuteAsync("UPDATE metasync.sync_days SET calls = 2 WHERE day = '2026-01-03'", Cancel);

        await using var second = await EventReader.OpenAsync(app.Api, "/api/events", Cancel, lastId);
        var told = new HashSet<string>();
        for (var one = await second.NextAsync(Cancel); one.Kind is "day"; one = await second.NextAsync(Cancel))
            told.Add(one.Data["day"]!.GetValue<string>());
        Assert.Superset(new HashSet<string> { "2026-01-01", "2026-01-03" }, told);
    }

    [Fact]
    public async Task Who_was_away_for_long_is_told_to_read_again_and_so_is_everybody_when_much_changes_at_once()
    {
        var app = await application.EmptiedAsync(Cancel);
        await using var all = await OpenAsync(app);
        var id = all.LastId;

        await app.EnqueueAsync("2024-01-01", "2026-10-31", Cancel, "act_1"); // 1035 days

        Assert.Equal((1035, "reload"), (await all.NextAsync(Cancel)) is var much ? (much.Data["days"]!.GetValue<int>(), much.Kind) : default);
        Assert.Equal("batch", (await all.NextAsync(Cancel)).Kind);
        await using var returned = await EventReader.OpenAsync(app.Api, "/api/events", Cancel, id);
        Assert.Equal("reload", (await returned.NextAsync(Cancel)).Kind);
    }

    [Fact]
    public async Task A_batch_that_is_paused_is_told_of_though_none_of_its_days_changes()
    {
        var app = await application.EmptiedAsync(Cancel);
        await app.EnqueueAsync("2026-01-01", "2026-01-01", Cancel, "act_1");
        await using var all = await OpenAsync(app);

        await app.ExecuteAsync("UPDATE metasync.sync_batches SET paused_at = now(), pause_reason = 'requested'", Cancel);

        Assert.Equal("requested", (await all.NextAsync(Cancel)).Data["paused"]!["reason"]!.GetValue<string>());
    }

    [Fact]
    public async Task The_database_is_looked_at_only_while_somebody_watches()
    {
        var app = await application.EmptiedAsync(Cancel);
        await using (await OpenAsync(app))
        await using (await OpenAsync(app))
            await Eventually.TrueAsync(async () => await SinceLastLookAsync(app) < TimeSpan.FromSeconds(1), "somebody looks", Cancel);

        await NobodyWatchesAsync(app);
    }

    [Theory]
    [InlineData("/api/events", "yesterday", HttpStatusCode.BadRequest, "'yesterday'")]
    [InlineData("/api/sync/0199c0de-0000-7000-8000-000000000000/events", null, HttpStatusCode.NotFound, "0199c0de")]
    [InlineData("/api/sync/mine/events", null, HttpStatusCode.NotFound, "'mine'")]
    public async Task What_cannot_be_watched_is_a_problem_and_no_stream(string path, string? lastId, HttpStatusCode status, string words)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (lastId is not null)
            request.Headers.Add("Last-Event-ID", lastId);
        using var response = await application.App.Api.SendAsync(request, Cancel);

        Assert.Equal(status, response.StatusCode);
        Assert.Contains(words, (await response.Content.ReadFromJsonAsync<JsonNode>(Cancel))!["detail"]!.GetValue<string>());
    }

    /// <summary>Watches everything, from the moment on at which this returns.</summary>
    private static async Task<EventReader> OpenAsync(SyncApplication app)
    {
        var events = await EventReader.OpenAsync(app.Api, "/api/events", Cancel);
        Assert.Equal("ping", (await events.NextAsync(Cancel)).Kind);
        return events;
    }

    private static Task FinishAsync(SyncApplication app, Guid batch) =>
        app.ExecuteAsync($"UPDATE metasync.sync_days SET state = 'succeeded', finished_at = now() WHERE batch_id = '{batch}'", Cancel);

    private static Task NobodyWatchesAsync(SyncApplication app) =>
        Eventually.TrueAsync(async () => await SinceLastLookAsync(app) > TimeSpan.FromSeconds(2), "nobody looks for two seconds", Cancel);

    /// <summary>By what the API's sessions have done last; when they have all done something else since, nobody looks any more.</summary>
    private static Task<TimeSpan> SinceLastLookAsync(SyncApplication app) => app.ScalarAsync<TimeSpan>(
        """
        SELECT coalesce(clock_timestamp() - max(query_start), '1 hour') FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid()
          AND (query LIKE '%updated_at >= $1%' OR query LIKE '%backend_xid%' OR query LIKE '%UNION SELECT id, paused_at%')
        """,
        Cancel);
}
