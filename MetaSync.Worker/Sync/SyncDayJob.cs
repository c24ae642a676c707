using System.Diagnostics;
using System.Globalization;
using MetaSync.Sync;
using MetaSync.Worker.Meta;
using Microsoft.Extensions.Options;
using Npgsql;
using Quartz;

namespace MetaSync.Worker.Sync;

/// <summary>Runs one day: claims it, has it fetched, and ends it in one of four ways.</summary>
internal sealed class SyncDayJob(
    DayClaims claims, DayRuns runs, DayFailures failures, DayFetch fetch, SyncMetrics metrics, IOptions<RunOptions> options, ILogger<SyncDayJob> logger) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        context.ForgetDelay();
        var text = context.MergedJobDataMap.TryGetString(SyncDayContract.DayIdKey, out var stored) ? stored : null;
        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var dayId))
        {
            logger.JobWithoutDay(context.JobDetail.Key.ToString(), text); // nobody has written this by way of SyncQueue
            return;
        }

        long? place = context.MergedJobDataMap.TryGetString(SyncDayContract.PlaceKey, out var inLane)
            && long.TryParse(inLane, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
        using var activity = DayActivity.Start(context);

        switch (await ClaimAsync(dayId, place, activity, cancellationToken))
        {
            case Claim.Granted granted:
                activity?.Describe(granted.Run);
                if (await RunAsync(granted.Run, activity, cancellationToken) is { } delay)
                    throw context.Again(delay);
                break;

            case Claim.NotItsTurn early:
                activity?.Forget();
                throw context.Again(early.Wait);

            case Claim.Held or Claim.Finished:
                activity?.Forget();
                break;
        }
    }

    /// <summary>Runs the day and records how that ended.</summary>
    /// <returns>After which time the day is to run again, or null when it is finished.</returns>
    private async Task<TimeSpan?> RunAsync(DayRun run, Activity? activity, CancellationToken cancellationToken)
    {
        var cost = new DayCost();
        DayOutcome? outcome;
        try
        {
            outcome = run.Attempt > options.Value.MaxAttempts ? GivenUp(run) : await fetch.RunAsync(run, cost, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            if (await runs.HandBackAsync(run, cost.Calls, CancellationToken.None) is not Recorded.TakenOver)
            {
                logger.HandedBack(run.Account, run.Day);
                throw; // Quartz stores the firing for another worker: RecoverFiringsCancelledByShutdown
            }

            outcome = null; // its batch was cancelled: there is nothing to fire again
        }
        catch (NpgsqlException exception)
        {
            logger.DatabaseFailed(run.DayId, exception.Message);
            await TryToHandBackAsync(run, cost.Calls);
            throw; // Quartz fires again after the scheduler's own delays; a database that fails is no try of the day
        }

        // Recorded also when the worker is told to stop meanwhile: the run has ended, and nobody has to do it again.
        var recorded = outcome is null ? Recorded.TakenOver : await RecordAsync(run, outcome, cost.Calls);
        if (outcome is null || recorded is Recorded.TakenOver)
        {
            logger.TakenOver(run.Account, run.Day);
            return null;
        }

        activity?.End(outcome, cost);
        metrics.Ended(outcome);
        Report(run, outcome, cost);
        if (recorded is Recorded.SetAside)
        {
            logger.SetAside(run.Account, run.Day);
            return null;
        }

        return outcome switch
        {
            DayOutcome.Wait wait => wait.Delay,
            DayOutcome.Retry retry => retry.Delay,
            _ => null,
        };
    }

    private async Task<Claim> ClaimAsync(long dayId, long? place, Activity? activity, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                var claim = await claims.ClaimAsync(dayId, place, activity?.TraceId.ToHexString(), cancellationToken);
                if (claim is not Claim.Held || await claims.SetAsideAsync(dayId, place, cancellationToken))
                    return claim;
            }
        }
        catch (NpgsqlException exception)
        {
            logger.DatabaseFailed(dayId, exception.Message);
            throw;
        }
    }

    /// <summary>If the database can't even take that, the attempt stays spent.</summary>
    private async Task TryToHandBackAsync(DayRun run, int calls)
    {
        try
        {
            await runs.HandBackAsync(run, calls, CancellationToken.None);
        }
        catch (NpgsqlException exception)
        {
            logger.DatabaseFailed(run.DayId, exception.Message);
        }
    }

    private async Task<Recorded> RecordAsync(DayRun run, DayOutcome outcome, int calls) => outcome switch
    {
        DayOutcome.Wait wait => await runs.WaitAsync(run, wait, calls, CancellationToken.None),
        DayOutcome.Retry retry => await runs.RetryAsync(run, retry, calls, CancellationToken.None),
        DayOutcome.Failed failed => await failures.FailAsync(run, failed.Error, calls) ? Recorded.Stored : Recorded.TakenOver,
        _ => Recorded.Stored, // done was recorded in the transaction that stored the rows
    };

    private void Report(DayRun run, DayOutcome outcome, DayCost cost)
    {
        switch (outcome)
        {
            case DayOutcome.Done { Changed: true }:
                logger.Done(run.Account, run.Day, cost.Rows, cost.Calls);
                break;
            case DayOutcome.Done:
                logger.Unchanged(run.Account, run.Day, cost.Rows, cost.Calls);
                break;
            case DayOutcome.Wait wait:
                logger.Waits(run.Account, run.Day, wait.Delay, wait.Meter ?? wait.Reason, wait.Error);
                break;
            case DayOutcome.Retry retry:
                logger.Retries(run.Account, run.Day, run.Attempt, retry.Delay, retry.Error);
                break;
            case DayOutcome.Failed failed:
                logger.Failed(run.Account, run.Day, run.Attempt, failed.Error);
                break;
        }
    }

    private static DayOutcome.Failed GivenUp(DayRun run) => new(MetaError.OfTransport(
        $"The worker or its database stopped in the middle of each of {run.Attempt - 1} tries"));
}
