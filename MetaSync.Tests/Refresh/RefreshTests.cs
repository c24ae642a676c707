using System.Globalization;
using MetaSync.Tests.Support;
using MetaSync.Tests.Sync;

namespace MetaSync.Tests.Refresh;

/// <summary>The nightly refresh, through a night of virtual time.</summary>
[Collection(nameof(Alone))]
public sealed class RefreshTests(PostgresServer server)
{
    /// <summary>Eight in the evening in Los Angeles, where act_1 is: the refresh is seven and a half hours away, and on the next day.</summary>
    private static readonly DateTimeOffset Evening = new(2026, 3, 31, 3, 0, 0, TimeSpan.Zero);

    private const double Speed = 900;

    private static readonly DateOnly Today = new(2026, 3, 31);

    private static readonly int[] Ages = [1, 2, 3, 4, 5, 6, 7, 10, 14, 21, 29];

    private static readonly Dictionary<string, string> PatientWithMeta = new() { ["Meta__RequestTimeout"] = "01:00:00" };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task At_night_the_days_that_Meta_may_have_restated_are_read_once_more_newest_first_and_in_turns_with_a_backfill()
    {
        await using var app = await SyncApplication.StartAsync(server, workers: 2, Cancel, worker: PatientWithMeta, virtualTime: new VirtualTime(Speed, Evening));
        await app.FinishedAsync((await app.EnqueueAsync("2026-02-20", "2026-03-30", Cancel)).BatchId, Cancel);
        await app.ExecuteAsync($"UPDATE metasync.insights_days SET as_of = '{Evening:O}'", Cancel); // before midnight, however long the start took
        await app.Simulator.ResetAsync(new { latency = new { perRequest = "00:05:00" } }, Cancel); // a third of a real second: the backfill lasts through the night
        var backfill = await app.EnqueueAsync("2025-06-01", "2025-09-08", Cancel);

        await Eventually.TrueAsync(async () => await RefreshAsync(app) is not null, "a refresh is enqueued", Cancel);
        var refresh = (await RefreshAsync(app))!.Value;
        var days = await app.FinishedAsync(refresh, Cancel);

        Assert.Equal(Ages.Select(age => Today.AddDays(-age)), days.Select(day => day.Day));
        Assert.All(days, day => Assert.Equal(("succeeded", 1), (day.State, day.Attempts)));
        Assert.True(days[0].Changed);
        await IsInTurnsAsync(app, days);
        await IsWhatMetaSaidAsync(app, days);
        Assert.Equal("running", (await app.BatchAsync(backfill.BatchId, Cancel))["state"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_day_whose_values_have_not_changed_is_recorded_as_checked_and_nothing_else_is_written()
    {
        await using var app = await SyncApplication.StartAsync(server, workers: 1, Cancel);
        var first = await app.FinishedAsync((await app.EnqueueAsync("2026-01-01", "2026-01-01", Cancel)).BatchId, Cancel);
        var written = await app.ScalarAsync<string>("SELECT string_agg(xmin::text, ' ' ORDER BY ad_id) FROM metasync.insights", Cancel);

        var second = await app.FinishedAsync((await app.EnqueueAsync("2026-01-01", "2026-01-01", Cancel)).BatchId, Cancel);

        Assert.Equal((true, false), (first[0].Changed, second[0].Changed));
        Assert.Equal(first[0].Rows, second[0].Rows);
        Assert.Equal(written, await app.ScalarAsync<string>("SELECT string_agg(xmin::text, ' ' ORDER BY ad_id) FROM metasync.insights", Cancel));
        Assert.True(await app.ScalarAsync<bool>("SELECT as_of > changed_at FROM metasync.insights_days", Cancel));
    }

    [Fact]
    public async Task Turned_off_there_is_no_refresh()
    {
        await using var app = await SyncApplication.StartAsync(
            server, workers: 1, Cancel, worker: new Dictionary<string, string>(PatientWithMeta) { ["Refresh__Enabled"] = "false" }, virtualTime: new VirtualTime(Speed, Evening));
        await app.FinishedAsync((await app.EnqueueAsync("2026-03-01", "2026-03-02", Cancel)).BatchId, Cancel);

        await Eventually.TrueAsync(async () => await app.Simulator.NowAsync(Cancel) > Evening.AddHours(8), "the night has passed", Cancel);

        Assert.Null(await RefreshAsync(app));
        Assert.Equal(0, await app.ScalarAsync<long>("SELECT count(*) FROM qrtz_cron_triggers", Cancel));
    }

    private static async Task<Guid?> RefreshAsync(SyncApplication app) =>
        await app.ScalarAsync<Guid>("SELECT id FROM metasync.sync_batches WHERE kind = 'refresh'", Cancel) is var id && id != Guid.Empty ? id : null;

    /// <summary>While the refresh lasts, it and the backfill have a day each: neither waits for more than the other's share.</summary>
    private static async Task IsInTurnsAsync(SyncApplication app, IReadOnlyList<DayStatus> days)
    {
        var calls = (await app.Simulator.CallsAsync(Cancel)).Where(call => call.Received >= days[0].StartedAt && call.Received <= days[^1].FinishedAt).ToArray();
        Assert.Equal(days.Select(day => day.Day), calls.Where(call => call.Day!.Value.Year == 2026).Select(call => call.Day!.Value));
        Assert.InRange(calls.Count(call => call.Day!.Value.Year == 2025), days.Count - 1, days.Count + 1);
    }

    private static async Task IsWhatMetaSaidAsync(SyncApplication app, IReadOnlyList<DayStatus> days)
    {
        var calls = await app.Simulator.CallsAsync(Cancel);
        foreach (var day in days.Select(day => day.Day))
        {
            var asOf = calls.Last(call => call.Day == day).AsOf!.Value;
            var text = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            await Truth.IsStoredAsync(app, "act_1", text, text, Cancel, asOf: asOf);
        }
    }
}
