using MetaSync.Faults.Rig;

namespace MetaSync.Faults.Cases;

/// <summary>The server ends without a warning and starts again: sessions break, and what was not committed has never been.</summary>
internal static class ServerStopped
{
    public static FaultCase InTheMiddleOfADay { get; } = new("server stopped in the middle of a day", 3, async (rig, random, token) =>
    {
        await DayInHand.TakeAsync(rig, TimeSpan.FromSeconds(2), token);
        await StopAsync(rig, random, token);
    })
    { EndsServer = true, HoldsUpCheckIn = true };

    public static FaultCase WhileEnqueueing { get; } = new("server stopped while days are enqueued", 3, async (rig, random, token) =>
    {
        var first = new DateOnly(2024, 1, 1).AddDays(random.Next(60));
        var key = $"stopped-{random.Next()}";
        var answers = Task.WhenAll(Enumerable.Range(0, 3).Select(n => rig.Client.EnqueueAsync(new(first.AddDays(n * 100), first.AddDays(n * 100 + 30)) { Key = $"{key}-{n}" }, token)));
        await Times.WaitAsync(random.Between(0.005, 0.15), token);
        await StopAsync(rig, random, token);
        await answers;
        for (var n = 0; n < 3; n++) // with its key a request may be sent again until its answer is known
            await rig.Client.EnqueueSurelyAsync(new(first.AddDays(n * 100), first.AddDays(n * 100 + 30)) { Key = $"{key}-{n}" }, token);
    })
    { EndsServer = true, HoldsUpCheckIn = true };

    private static async Task StopAsync(FaultRig rig, Random random, CancellationToken cancellationToken)
    {
        await rig.Cluster.StopImmediateAsync(cancellationToken);
        await Times.WaitAsync(random.Between(0, 2), cancellationToken);
        await rig.Cluster.RestartAsync(cancellationToken);
    }
}
