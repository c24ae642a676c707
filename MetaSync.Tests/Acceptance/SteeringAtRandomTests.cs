using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using MetaSync.Tests.Support;
using MetaSync.Tests.Sync;

namespace MetaSync.Tests.Acceptance;

/// <summary>
/// Batches are cancelled, paused, resumed and retried at random moments, often two at once, while two workers run them and Meta has bad days.
/// A failure prints the seed; the same decisions come again with <c>STEERING_SEED</c> in the environment.
/// </summary>
[Collection(nameof(Alone))]
public sealed class SteeringAtRandomTests(PostgresServer server)
{
    private const int Steps = 50;

    private const int MostBatches = 14;

    private static readonly string[] Verbs = ["pause", "pause", "pause", "resume", "resume", "resume", "retry", "retry", "cancel", "enqueue"];

    /// <summary>January, in parts that overlap: of each priority, by the day and in chunks, and one that stops at a failure.</summary>
    private static readonly object[] Requests =
    [
        new { startDate = "2026-01-01", endDate = "2026-01-12", stopOnFailure = true },
        new { startDate = "2026-01-08", endDate = "2026-01-16", priority = "low" },
        new { startDate = "2026-01-13", endDate = "2026-01-20", priority = "high" },
        new { startDate = "2026-01-15", endDate = "2026-01-28", chunkDays = 3 },
        new { startDate = "2026-01-01", endDate = "2026-01-28", priority = "low", chunkDays = 2 },
        new { startDate = "2026-01-18", endDate = "2026-01-28" },
    ];

    private static readonly TimeSpan LongestPauseBetweenSteps = TimeSpan.FromMilliseconds(400);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task However_batches_are_steered_no_lane_is_stuck_no_order_is_lost_and_in_the_end_all_is_in()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("STEERING_SEED"), out var given) ? given : Random.Shared.Next();
        TestContext.Current.TestOutputHelper!.WriteLine($"STEERING_SEED={seed}");
        var random = new Random(seed);
        await using var app = await SyncApplication.StartAsync(server, workers: 2, Cancel, accounts: "act_1,act_2");
        await LaneWatch.BeginAsync(app, Cancel);
        await app.Simulator.ResetAsync(new { latency = new { perRequest = "00:00:00.030" } }, Cancel);
        await HaveBadDaysAsync(app, random);
        var batches = new List<Guid>();
        foreach (var request in Requests)
            batches.Add((await app.EnqueueAsync(request, Cancel)).BatchId);

        var (done, tried) = (0, 0);
        for (; done < Steps && tried < 10 * Steps; tried++)
        {
            if (Verbs[random.Next(Verbs.Length)] is var verb && verb is "enqueue")
            {
                if (batches.Count < MostBatches)
                    batches.Add((await app.EnqueueAsync(Requests[random.Next(Requests.Length)], Cancel)).BatchId);
                continue;
            }

            var first = TrySteerAsync(app, batches[random.Next(batches.Count)], verb);
            var second = random.Next(4) == 0 ? TrySteerAsync(app, batches[random.Next(batches.Count)], Verbs[random.Next(Verbs.Length - 1)]) : Task.FromResult(false);
            var areDone = (await Task.WhenAll(first, second)).Count(isDone => isDone);
            done += areDone;
            if (areDone > 0)
                await Task.Delay(LongestPauseBetweenSteps * random.NextDouble(), TimeProvider.System, Cancel);
        }

        TestContext.Current.TestOutputHelper!.WriteLine($"{done} of {tried} steps were taken; {await app.ScalarAsync<string>(States, Cancel)}");
        Assert.InRange(done, Steps, Steps + 1);

        await app.Simulator.ForgiveAsync(Cancel);
        await BringAllInAsync(app, batches);
        await app.NoJobIsLeftAsync(Cancel);
        Assert.Null(await LaneWatch.BrokenPromisesAsync(app, Cancel));
        foreach (var account in new[] { "act_1", "act_2" })
            await Truth.IsStoredAsync(app, account, "2026-01-01", "2026-01-28", Cancel);
        NoDayWasFetchedTwiceAtOnce(await app.Simulator.CallsAsync(Cancel));
    }

    private const string States = "SELECT string_agg(state || ' ' || days, ', ') FROM (SELECT state, count(*) AS days FROM metasync.sync_days GROUP BY state) AS states";

    private static async Task HaveBadDaysAsync(SyncApplication app, Random random)
    {
        foreach (var action in new[] { "outage-2", "outage-2", "reset", "badbreakdown-2-1504041", "badbreakdown-2-1504041" })
            await app.Simulator.FailAsync(new { action, day = string.Create(CultureInfo.InvariantCulture, $"2026-01-{1 + random.Next(28):00}"), times = 3 }, Cancel);
        await app.Simulator.FailAsync(new { action = "throttle-17", resetSeconds = 1, nth = 20 + random.Next(20) }, Cancel);
    }

    /// <summary>Whether it was done; a batch may be in no state for it.</summary>
    private static async Task<bool> TrySteerAsync(SyncApplication app, Guid batchId, string verb)
    {
        using var response = await app.Api.PostAsync($"/api/sync/{batchId}/{verb}", null, Cancel);
        Assert.True(response.StatusCode is HttpStatusCode.OK or HttpStatusCode.Conflict, $"{verb}: {await response.Content.ReadAsStringAsync(Cancel)}");
        return response.StatusCode is HttpStatusCode.OK;
    }

    /// <summary>Nothing is stuck: each batch that is resumed ends, and each day that is then tried again comes in.</summary>
    private static async Task BringAllInAsync(SyncApplication app, List<Guid> batches)
    {
        foreach (var batch in batches)
            await TrySteerAsync(app, batch, "resume");
        await Eventually.TrueAsync(async () =>
        {
            foreach (var batch in batches)
            {
                if (!HasEnded(await app.BatchAsync(batch, Cancel)) && !await IsHeldByAFailureAsync(app, batch))
                    return false;
            }

            return true;
        }, "all batches end", Cancel);

        foreach (var batch in batches)
        {
            await TrySteerAsync(app, batch, "retry");
            Assert.All(await app.FinishedAsync(batch, Cancel), day => Assert.Equal("succeeded", day.State));
        }
    }

    private static bool HasEnded(JsonNode batch) => batch["state"]!.GetValue<string>() is "succeeded" or "failed" or "cancelled";

    /// <summary>A failure that was there before it was forgiven may stop its batch only now.</summary>
    private static async Task<bool> IsHeldByAFailureAsync(SyncApplication app, Guid batch) =>
        (await app.BatchAsync(batch, Cancel)) is var held && held["state"]!.GetValue<string>() is "paused" && held["paused"]!["reason"]!.GetValue<string>() is "day-failed";

    /// <summary>A call that was broken off has no status: Meta may hear of that later than we begin the next one.</summary>
    private static void NoDayWasFetchedTwiceAtOnce(IReadOnlyList<Call> calls)
    {
        foreach (var day in calls.Where(call => call.Status is not null).GroupBy(call => (call.Account, call.Day)))
            day.ToArray().AreOneAtATime();
    }
}
