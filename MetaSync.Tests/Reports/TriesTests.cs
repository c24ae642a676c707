using System.Security.Cryptography;
using MetaSync.Tests.Support;
using MetaSync.Worker.Sync;

namespace MetaSync.Tests.Reports;

/// <summary>How often a day is tried when Meta does not get better.</summary>
public sealed class TriesTests(PostgresServer server)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_outage_of_Metas_spends_all_tries_of_a_day_and_takes_one_step_down_with_each()
    {
        var meta = new ScriptedMeta(_ => ScriptedMeta.Error(1, null, "An unknown error occurred"));
        await using var worker = await WorkerParts.CreateAsync(server, meta, Cancel);

        var outcomes = await RunToTheEndAsync(worker, await worker.AddDayAsync(Cancel));

        Assert.Equal(["retry", "retry", "retry", "retry", "failed"], outcomes);
        Assert.InRange(meta.Calls.Count, 5, 9);
    }

    [Fact]
    public async Task A_run_that_completes_and_can_never_be_read_fails_the_day_in_the_end()
    {
        var submitted = 0;
        var meta = new ScriptedMeta(call => call switch
        {
            _ when call.Method == HttpMethod.Post => new { report_run_id = $"{++submitted}" },
            { Path: "/act_1/insights" } => ScriptedMeta.Error(100, 1487534, "Too many rows"),
            _ when call.Path.EndsWith("/insights", StringComparison.Ordinal) => ScriptedMeta.Error(100, 33, "Object does not exist"),
            _ => new { async_status = "Job Completed", async_percent_completion = 100 },
        });
        await using var worker = await WorkerParts.CreateAsync(server, meta, Cancel);

        var outcomes = await RunToTheEndAsync(worker, await worker.AddDayAsync(Cancel));

        Assert.Equal("failed", outcomes[^1]);
        Assert.InRange(submitted, 2, 7);
    }

    [Fact]
    public async Task A_value_that_is_too_long_for_the_table_is_a_try_and_does_not_hold_the_lane_for_ever()
    {
        var country = Convert.ToHexString(RandomNumberGenerator.GetBytes(20_000));
        var meta = new ScriptedMeta(call => new
        {
            data = new[] { new { account_id = "1", campaign_id = "1", adset_id = "1", ad_id = "1", spend = "1.5", country, date_start = call.Day, date_stop = call.Day } },
        });
        await using var worker = await WorkerParts.CreateAsync(
            server, meta, Cancel, ("Reports:0:Name", "long"), ("Reports:0:Fields", "spend"), ("Reports:0:Breakdowns", "country"));

        Assert.Equal(["retry", "retry", "retry", "retry", "failed"], await RunToTheEndAsync(worker, await worker.AddDayAsync(Cancel)));
    }

    /// <summary>As the job does it, but for the waiting.</summary>
    private static async Task<List<string>> RunToTheEndAsync(WorkerParts worker, long day)
    {
        var days = worker.Get<DayRuns>();
        List<string> outcomes = [];
        while (outcomes.Count < 60)
        {
            var run = await worker.ClaimAsync(day, Cancel);
            var outcome = await worker.Get<DayFetch>().RunAsync(run, new DayCost(), Cancel);
            outcomes.Add(outcome!.Name);
            switch (outcome)
            {
                case DayOutcome.Wait wait:
                    Assert.Equal(Recorded.Stored, await days.WaitAsync(run, wait, 0, Cancel));
                    break;
                case DayOutcome.Retry retry:
                    Assert.Equal(Recorded.Stored, await days.RetryAsync(run, retry, 0, Cancel));
                    break;
                default:
                    return outcomes;
            }
        }

        return outcomes;
    }
}
