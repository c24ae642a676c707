using System.Globalization;
using MetaSync.Faults.History;
using MetaSync.Faults.Rig;
using Npgsql;

namespace MetaSync.Faults.Soak;

/// <summary>One of the rigs of a soak, and what strikes it. Each second one has a lane of the queue for each account.</summary>
internal sealed class SoakLane(int number, IReadOnlyList<PlannedFault> faults, SoakOptions options, SemaphoreSlim starting)
{
    private const int Heals = 3, Starts = 3;
    private static readonly TimeSpan Moving = TimeSpan.FromSeconds(60);

    private readonly long _started = TimeProvider.System.GetTimestamp();
    private readonly Queue<PlannedFault> _left = new(faults);
    private readonly List<WindowResult> _windows = [];
    private readonly string[] _accounts = number % 2 == 0 ? ["act_1"] : ["act_1", "act_2"];

    private bool GoesOn => _left.Count > 0 && !(TimeProvider.System.GetElapsedTime(_started) > options.Limit);

    public async Task<IReadOnlyList<WindowResult>> RunAsync(CancellationToken cancellationToken)
    {
        while (GoesOn)
        {
            // The server may be killed, so it is this lane's own, and its commits are on the disk.
            await using var cluster = await PostgresCluster.StartAsync(new() { Fsync = true }, cancellationToken);
            await using var rig = await StartAsync(cluster, cancellationToken);
            rig.ProgressLimit = options.ProgressLimit;
            while (GoesOn && await WindowAsync(rig, cancellationToken))
                await Forgetting.OfAsync(rig, cancellationToken);
        }

        return _windows;
    }

    /// <summary>One rig starts at a time: all programs of all of them at once would be too much for a small machine. No fault has struck by then, so a start that takes too long says nothing.</summary>
    private async Task<FaultRig> StartAsync(PostgresCluster cluster, CancellationToken cancellationToken)
    {
        await starting.WaitAsync(cancellationToken);
        try
        {
            for (var start = 1; ; start++)
            {
                try
                {
                    return await FaultRig.StartAsync(cluster, Rig(), cancellationToken);
                }
                catch (InvalidOperationException exception) when (start < Starts)
                {
                    options.Say(FormattableString.Invariant($"rig {number + 1} is started again: {exception.Message}"));
                }
            }
        }
        finally
        {
            starting.Release();
        }
    }

    /// <summary>Some strikes, a rest, and a check. False when the rig is in no state to go on with.</summary>
    private async Task<bool> WindowAsync(FaultRig rig, CancellationToken cancellationToken)
    {
        var from = TimeProvider.System.GetUtcNow();
        var strikes = new List<Strike>();
        var violations = new List<Violation>();
        using var stop = new CancellationTokenSource();
        var traffic = new SoakTraffic(rig, _accounts, new(_left.Peek().Seed)).RunAsync(stop.Token, cancellationToken);
        try
        {
            while (GoesOn && strikes.Count < options.Window)
                strikes.Add(await StrikeAsync(rig, _left.Dequeue(), cancellationToken));
        }
        catch (Exception exception) when (exception is InvalidOperationException or TimeoutException or NpgsqlException or HttpRequestException)
        {
            violations.Add(new(Invariant.Progress, $"the rig could not be healed: {exception.Message}"));
        }
        finally
        {
            await stop.CancelAsync();
            await traffic;
        }

        var (history, found) = await rig.VerdictAsync(options.Patience, cancellationToken);
        violations.AddRange(found);
        _windows.Add(WindowResult.Of(from, strikes, history, violations));
        options.Say(FormattableString.Invariant($"rig {number + 1}: {string.Join(", ", strikes)}; {history.Days.Count(day => day.IsInsert)} days, {violations.Count} violations; {_left.Count} strikes left"));
        if (violations.Count > 0)
            await Evidence.KeepAsync(options, number, _windows.Count, strikes, rig, violations, cancellationToken);
        return violations.Count == 0;
    }

    private static async Task<Strike> StrikeAsync(FaultRig rig, PlannedFault fault, CancellationToken cancellationToken)
    {
        await Until.TrueAsync(() => rig.Looks.ScalarAsync<bool>("SELECT count(*) > 4 FROM metasync.sync_days WHERE state = 'queued'", cancellationToken), Moving, cancellationToken);
        var from = TimeProvider.System.GetUtcNow();
        string? missed = null;
        try
        {
            await fault.Case.StrikeAsync(rig, new(fault.Seed), cancellationToken);
        }
        catch (Exception exception) when (exception is TimeoutException or NpgsqlException or InvalidOperationException or HttpRequestException)
        {
            missed = exception.Message; // what it has left behind is healed, and checked, all the same
        }

        await HealAsync(rig, cancellationToken);
        var strike = new Strike(fault.Case, from, TimeProvider.System.GetUtcNow(), missed);
        // The next one strikes a system that moves again. One that never does is found at the window's end.
        var ended = string.Create(CultureInfo.InvariantCulture, $"SELECT EXISTS (SELECT FROM metasync.sync_days WHERE finished_at > '{strike.To:O}')");
        await Until.TrueAsync(() => rig.Looks.ScalarAsync<bool>(ended, cancellationToken), Moving, cancellationToken);
        return strike;
    }

    /// <summary>A process that a fault has not left alone may still be about to end, and has to be started then.</summary>
    private static async Task HealAsync(FaultRig rig, CancellationToken cancellationToken)
    {
        for (var heal = 1; ; heal++)
        {
            try
            {
                await rig.HealAsync(cancellationToken);
                return;
            }
            catch (InvalidOperationException) when (heal < Heals)
            {
                // Looks again which of them have ended.
            }
        }
    }

    private FaultRigOptions Rig() => new()
    {
        Workers = Math.Max(2, options.Cases.Max(one => one.Workers)),
        Accounts = string.Join(',', _accounts),
        Ads = 5,
        Latency = TimeSpan.FromMilliseconds(30),
        Environment = _ => new Dictionary<string, string> { ["Sync__Lanes"] = number % 2 == 0 ? "Shared" : "PerAccount" },
    };
}
