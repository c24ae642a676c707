using MetaSync.Faults.Rig;

namespace MetaSync.Faults.Cases;

/// <summary>A worker is suspended in the middle of a day for longer than a takeover takes. Another one takes the day; then the first one goes on, and knows nothing of it.</summary>
internal static class ZombieWorker
{
    /// <summary>Before the first row.</summary>
    public static FaultCase WaitingForMeta { get; } = new("zombie worker, waiting for Meta", 4, (rig, _, token) => StrikeAsync(rig, page: 1, token)) { Workers = 2 };

    /// <summary>Between the staging of rows and the transaction that stores them.</summary>
    public static FaultCase WithRowsStaged { get; } = new("zombie worker, with rows staged", 4, (rig, _, token) => StrikeAsync(rig, page: 2, token)) { Workers = 2 };

    /// <summary>The same, but it wakes before the other has stored anything: only the fence keeps its rows out.</summary>
    public static FaultCase BeforeTheOther { get; } = new("zombie worker, before the other has stored", 4, (rig, _, token) => StrikeEarlyAsync(rig, token)) { Workers = 2 };

    /// <summary>Inside the transaction that stores: behind its fence, in front of its commit.</summary>
    public static FaultCase Storing { get; } = new("zombie worker, storing", 4, (rig, _, token) => StrikeStoringAsync(rig, token)) { Workers = 2 };

    private static async Task StrikeAsync(FaultRig rig, int page, CancellationToken cancellationToken)
    {
        var day = await DayInHand.TakeAsync(rig, TimeSpan.FromSeconds(1), cancellationToken, page);
        await day.Worker.SuspendAsync(cancellationToken);
        await GoOnAfterAsync(() => day.HasEndedAsync(rig, cancellationToken), "ends", day, cancellationToken);
    }

    private static async Task StrikeEarlyAsync(FaultRig rig, CancellationToken cancellationToken)
    {
        var day = await DayInHand.TakeAsync(rig, TimeSpan.FromSeconds(2), cancellationToken, page: 2, times: 2); // the other one's first page, too
        await day.Worker.SuspendAsync(cancellationToken);
        await GoOnAfterAsync(() => day.IsTakenAsync(rig, cancellationToken), "claims", day, cancellationToken);
    }

    private static async Task StrikeStoringAsync(FaultRig rig, CancellationToken cancellationToken)
    {
        var day = await DayInHand.TakeAsync(rig, TimeSpan.FromSeconds(1), cancellationToken);
        await using (await Hold.TakeAsync(rig, "LOCK TABLE metasync.insights_fetches IN SHARE MODE", cancellationToken))
        {
            await Until.CertainlyAsync(
                () => rig.Looks.ScalarAsync<bool>(
                    $"SELECT EXISTS (SELECT FROM pg_stat_activity WHERE application_name = '{day.Worker.SessionName}' AND wait_event_type = 'Lock' AND query LIKE '%insights_fetches%')", cancellationToken),
                $"{day} is about to be stored", cancellationToken, Times.Patience);
            await day.Worker.SuspendAsync(cancellationToken);
        }

        // The server goes on with the statement, and then waits for a commit that does not come; the day's row is locked.
        await GoOnAfterAsync(() => day.HasEndedAsync(rig, cancellationToken), "ends", day, cancellationToken);
    }

    private static async Task GoOnAfterAsync(Func<Task<bool>> isDone, string verb, DayInHand day, CancellationToken cancellationToken)
    {
        await Until.CertainlyAsync(isDone, $"another worker {verb} {day}", cancellationToken, Times.Patience);
        await day.Worker.ContinueAsync(cancellationToken);
        await Until.CertainlyAsync(() => Task.FromResult(day.IsGivenUp), $"{day.Worker.Name} notices that it has lost {day}", cancellationToken, Times.Patience);
    }
}
