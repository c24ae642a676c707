using MetaSync.Tests.Support;
using MetaSync.Worker.Sync;

namespace MetaSync.Tests.Connection;

public sealed class TokenCheckTests(PostgresServer server)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_check_of_a_parked_token_that_finds_nobody_spends_no_try_of_a_day()
    {
        var answer = ScriptedMeta.Error(190, 463, "expired");
        await using var worker = await WorkerParts.CreateAsync(server, new ScriptedMeta(_ => answer), Cancel);
        var day = await worker.AddDayAsync(Cancel);
        Assert.IsType<DayOutcome.Wait>(await worker.RunAsync(day, Cancel, times: 1));

        answer = ScriptedMeta.Error(2, null, "Service temporarily unavailable");
        await worker.ExecuteAsync("UPDATE metasync.tokens SET check_at = now()", Cancel);
        var waits = Assert.IsType<DayOutcome.Wait>(await worker.RunAsync(day, Cancel, times: 1));

        Assert.Equal((WaitingReason.Token, 463), (waits.Reason, waits.Error!.Subcode));
        Assert.InRange(waits.Delay, TimeSpan.FromSeconds(50), TimeSpan.FromMinutes(2));
    }
}
