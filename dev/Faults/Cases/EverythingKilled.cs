using MetaSync.Faults.Rig;

namespace MetaSync.Faults.Cases;

/// <summary>API, workers and server are killed in one moment, and start again in any order.</summary>
internal static class EverythingKilled
{
    public static FaultCase Case { get; } = new("everything killed", 2, async (rig, random, token) =>
    {
        await DayInHand.TakeAsync(rig, TimeSpan.FromSeconds(5), token);
        await Task.WhenAll([rig.Cluster.KillAsync(token), .. rig.Processes.Select(process => process.KillAsync(token))]);
        var processes = rig.Processes.ToArray();
        random.Shuffle(processes);
        var before = random.Next(processes.Length + 1); // some of them before their server
        foreach (var process in processes[..before])
            process.Launch();
        await rig.Cluster.RestartAsync(token);
        foreach (var process in processes[before..])
            process.Launch();
    })
    { EndsServer = true, KillsAll = true };

    /// <summary>The same without the server: all programs at once.</summary>
    public static FaultCase ButTheServer { get; } = new("all programs killed, and started at once", 2, async (rig, _, token) =>
    {
        await DayInHand.TakeAsync(rig, TimeSpan.FromSeconds(5), token);
        await Task.WhenAll(rig.Processes.Select(process => process.KillAsync(token)));
        foreach (var process in rig.Processes)
            process.Launch();
    })
    { KillsAll = true };
}
