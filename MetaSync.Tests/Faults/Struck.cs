using System.Globalization;
using MetaSync.Faults.Cases;
using MetaSync.Faults.History;
using MetaSync.Faults.Rig;

namespace MetaSync.Tests.Faults;

/// <summary>Lets a fault strike a rig whose lane is full, heals it, and expects a history without a blemish and the true rows.</summary>
internal static class Struck
{
    private static readonly DateOnly First = new(2025, 1, 1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>On the server that all share.</summary>
    public static async Task<RunHistory> ByAsync(FaultCase fault, FaultsPostgres postgres, FaultRigOptions? options = null) => await ByAsync(fault, await postgres.GetAsync(Cancel), options);

    /// <summary>On a server of its own, whose commits are on the disk.</summary>
    public static async Task<RunHistory> ByAsync(FaultCase fault, FaultRigOptions? options = null)
    {
        FaultsPostgres.RequirePrograms();
        await using var cluster = await PostgresCluster.StartAsync(new() { Fsync = true }, Cancel);
        return await ByAsync(fault, cluster, options);
    }

    private static async Task<RunHistory> ByAsync(FaultCase fault, PostgresCluster cluster, FaultRigOptions? options)
    {
        await using var rig = await FaultRig.StartAsync(cluster, options ?? new() { Workers = fault.Workers }, Cancel);
        await rig.Client.EnqueueAsync(new(First, First.AddDays(39)), Cancel);
        return await ByAsync(fault.Name, rig, random => fault.StrikeAsync(rig, random, Cancel));
    }

    /// <summary>By something that only one test does, in a rig in which days wait.</summary>
    public static async Task<RunHistory> ByAsync(string name, FaultRig rig, Func<Random, Task> strikeAsync)
    {
        var seed = Environment.GetEnvironmentVariable("FAULTS_SEED") is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : Random.Shared.Next();
        Say($"{name}: FAULTS_SEED={seed} repeats its choices.");
        try
        {
            await strikeAsync(new Random(seed));
        }
        catch
        {
            SayAll(rig);
            throw;
        }

        await rig.HealAsync(Cancel);
        await rig.Client.EnqueueAsync(new(First.AddDays(100), First.AddDays(102)), Cancel); // the system takes new work
        var (history, violations) = await rig.VerdictAsync(Patience, Cancel);
        if (violations.Count > 0)
            SayAll(rig);

        var summary = HistorySummary.Of(history);
        Say($"{name}: {history.Days.Count(day => day.IsGrant)} runs of {history.Days.Count(day => day.IsInsert)} days; "
            + $"recovered after [{string.Join(", ", summary.Recoveries.Select(time => $"{time.TotalSeconds:F2}"))}] s; {summary.FalseTakeovers.Count} false takeovers.");
        Assert.True(violations.Count == 0, $"{name}, FAULTS_SEED={seed}:\n{string.Join('\n', violations.Take(20))}");
        return history;
    }

    private static void SayAll(FaultRig rig)
    {
        foreach (var process in rig.Processes)
            Say($"--- {process.Name}\n{string.Join('\n', process.Output.TakeLast(60))}");
    }

    private static void Say(string line) => TestContext.Current.TestOutputHelper?.WriteLine(line);
}
