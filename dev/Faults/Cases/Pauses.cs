namespace MetaSync.Faults.Cases;

/// <summary>A worker's world stands still for a second to three, again and again: garbage collection, a busy host, a machine that moves.</summary>
internal static class Pauses
{
    public static FaultCase Case { get; } = new("stop-the-world pauses", 4, async (rig, random, token) =>
    {
        for (var n = 0; n < 3; n++)
        {
            var worker = rig.Workers[random.Next(rig.Workers.Count)];
            await worker.SuspendAsync(token);
            await Times.WaitAsync(random.Between(1, 3), token);
            await worker.ContinueAsync(token);
            await Times.WaitAsync(random.Between(0.2, 1), token);
        }
    })
    { Faults = 3 };
}
