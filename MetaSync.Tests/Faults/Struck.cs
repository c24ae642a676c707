using System.Globalization;
using MetaSync.Faults.Cases;
using MetaSync.Faults.History;
using MetaSync.Faults.Rig;

namespace MetaSync.Tests.Faults;

/// <summary>Lets a fault strike a rig whose lane is full, heals it, and expects a history without a blemish and the true rows.</summary>
internal static class Struck
{
    private static readonly DateOnly First = new(2025, 1, 1);
    private const int Days = 25;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>On the server that all share, with two workers unless it is said otherwise.</summary>
    public static async Task<RunHistory> ByAsync(FaultCase fault, FaultsPostgres postgres, FaultRigOptions? options = null)
    {
        var rig = await postgres.RentAsync(options ??= new(), Cancel);
        try
        {
            var history = await ByAsync(fault, rig);
            postgres.Return(options, rig);
            return history;
        }
        catch
        {
            await rig.DisposeAsync();
            throw;
        }
    }

    /// <summary>On a server of its own, whose commits are on the disk.</summary>
    public static async Task<RunHistory> ByAsync(FaultCase fault, PostgresClusterOptions? server = null)
    {
        FaultsPostgres.RequirePrograms();
        await using var cluster = await PostgresCluster.StartAsync(server ?? new() { Fsync = true }, Cancel);
        await using var rig = await FaultRig.StartAsync(cluster, new(), Cancel);
        return await ByAsync(fault, rig);
    }

    private static Task<RunHistory> ByAsync(FaultCase fault, FaultRig rig) => ByAsync(fault.Name, rig, async random =>
    {
        await rig.Client.EnqueueSurelyAsync(new(First, First.AddDays(Days - 1)), Cancel);
        await fault.StrikeAsync(rig, random, Cancel);
    });

    /// <summary>By something that only one test does, in a rig in which days wait.</summary>
    public static async Task<RunHistory> ByAsync(string name, FaultRig rig, Func<Random, Task> strikeAsync)
    {
        var seed = Environment.GetEnvironmentVariable("FAULTS_SEED") is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : Random.Shared.Next();
        var started = TimeProvider.System.GetUtcNow();
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
        await rig.Client.EnqueueSurelyAsync(new(First.AddDays(100), First.AddDays(102)), Cancel); // the system takes new work
        var (history, violations) = await rig.VerdictAsync(Patience, Cancel);
        if (violations.Count > 0)
            SayAll(rig);

        history = history.Since(started);
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
