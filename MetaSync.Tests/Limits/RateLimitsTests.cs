using MetaSync.Tests.Support;
using MetaSync.Worker.Limits;
using MetaSync.Worker.Meta;
using MetaSync.Worker.Sync;

namespace MetaSync.Tests.Limits;

public sealed class RateLimitsTests(PostgresServer server)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Refusals_in_a_row_double_the_wait_and_a_call_that_gets_through_ends_the_row()
    {
        var answer = ScriptedMeta.Error(613, null, "abuse"); // with no header that tells of the meter
        await using var worker = await WorkerParts.CreateAsync(server, new ScriptedMeta(_ => answer), Cancel);
        var day = await worker.AddDayAsync(Cancel);

        Assert.Equal([15, 30, 60, 60], await MinutesAsync(worker, day, 4));

        answer = new { data = Array.Empty<object>() };
        Assert.Empty(await MinutesAsync(worker, day, 1));

        answer = ScriptedMeta.Error(613, null, "abuse");
        Assert.Equal([15], await MinutesAsync(worker, await worker.AddDayAsync(Cancel), 1));
    }

    [Fact]
    public async Task Of_calls_that_have_waited_for_the_apps_meter_together_one_goes()
    {
        await using var worker = await WorkerParts.CreateAsync(server, new ScriptedMeta(_ => new { data = Array.Empty<object>() }), Cancel);
        await worker.ExecuteAsync("""
            INSERT INTO metasync.rate_limits (scope, subject, meter, percent, read_at) VALUES ('app', '', 'app', 90, now() - interval '1 minute')
            """, Cancel);
        var limits = worker.Get<RateLimits>();

        var passed = await Task.WhenAll(Enumerable.Range(1, 5).Select(async account =>
        {
            try
            {
                await limits.PassAsync(MetaCall.Get("/me", $"act_{account}", new Dictionary<string, string?>()), Cancel);
                return true;
            }
            catch (MetaWaitException)
            {
                return false;
            }
        }));

        Assert.Single(passed, true);
    }

    private static async Task<List<double>> MinutesAsync(WorkerParts worker, long day, int times)
    {
        var minutes = new List<double>();
        for (var n = 0; n < times; n++)
        {
            await worker.ExecuteAsync("UPDATE metasync.rate_limits SET blocked_until = now() - interval '1 second', read_at = now() - interval '2 seconds'", Cancel);
            if (await worker.RunAsync(day, Cancel, times: 1) is DayOutcome.Wait wait)
                minutes.Add(Math.Round(wait.Delay.TotalMinutes));
        }

        return minutes;
    }
}
