using MetaSync.Faults.Rig;

namespace MetaSync.Faults.Cases;

/// <summary>SIGTERM in the middle of a day that would last longer than anybody waits for a process to end.</summary>
internal static class StoppedInOrder
{
    public static FaultCase Worker { get; } = new("worker stopped in order", 4, async (rig, _, token) =>
    {
        var day = await DayInHand.TakeAsync(rig, TimeSpan.FromSeconds(30), token);
        await day.Worker.TerminateAsync(token);
        day.Worker.Launch();
    });

    /// <summary>An update of everything: old processes stop while new ones start.</summary>
    public static FaultCase AllOneByOne { get; } = new("all programs restarted, one by one", 2, async (rig, random, token) =>
    {
        var processes = rig.Processes.ToArray();
        random.Shuffle(processes);
        foreach (var process in processes)
        {
            await process.TerminateAsync(token);
            await process.StartAsync(token);
        }
    });
}
