using MetaSync.Worker.Accounts;
using MetaSync.Worker.Meta;
using MetaSync.Worker.Reports;
using Microsoft.Extensions.Options;
using Npgsql;

namespace MetaSync.Worker.Sync;

/// <summary>Brings a day's reports from Meta into the database.</summary>
internal sealed class DayFetch(
    DayStart start, ReportCatalog catalog, ReportFetch reports, AccountGate accounts, DayRuns days, IOptions<RunOptions> options, ILogger<DayFetch> logger)
{
    /// <summary>How the run ended, or null when another worker has taken the day over.</summary>
    public async Task<DayOutcome?> RunAsync(DayRun run, DayCost cost, CancellationToken cancellationToken)
    {
        try
        {
            var known = await start.ReadAsync(run, cancellationToken);
            return await ReportsAsync(await accounts.AdmitAsync(run, known.Account, cost, cancellationToken), known, cost, cancellationToken);
        }
        catch (DayTakenOverException)
        {
            return null;
        }
        catch (MetaWaitException exception)
        {
            cost.Calls -= exception.IsHeldBack ? 1 : 0;
            return new DayOutcome.Wait(exception.Reason, exception.Meter, exception.Wait, exception.Error);
        }
        catch (MetaException exception)
        {
            if (exception.Outcome is MetaOutcome.Permission or MetaOutcome.NotFound)
                await accounts.DenyAsync(run, exception.Error, cancellationToken);
            return IsFinal(exception) ? new DayOutcome.Failed(exception.Error) : RetryOrFail(run, cost, exception.Error);
        }
        catch (PostgresException exception) when (exception.SqlState[..2] is "22" or "54") // a value that is none, or that is too long for an index
        {
            return RetryOrFail(run, cost, MetaError.OfTransport($"Meta sent a value that PostgreSQL can't store: {exception.MessageText}"));
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or NpgsqlException))
        {
            logger.Unexpected(run.Account, run.Day, exception);
            return RetryOrFail(run, cost, MetaError.OfTransport($"Not foreseen, {exception.GetType().Name}: {exception.Message}"));
        }
    }

    /// <summary>One report that Meta refuses fails the day in the end, and does not keep the others from coming in.</summary>
    private async Task<DayOutcome?> ReportsAsync(DayRun run, KnownOfDay known, DayCost cost, CancellationToken cancellationToken)
    {
        var refused = known.Done.Values.FirstOrDefault(error => error is not null);
        Report[] missing = [.. catalog.Reports
            .Where(report => !known.Done.ContainsKey(report.Key))
            .OrderByDescending(report => report.Key == known.AtWork)]; // that one comes first: there is one run at a time
        if (missing.Length == 0 && refused is null && !await days.FinishAsync(run, cost.Calls, cancellationToken))
            return null; // no report is left when the one that was missing has been taken out of the configuration

        for (var i = 0; i < missing.Length; i++)
        {
            try
            {
                if (!await reports.RunAsync(run, missing[i], known.Plans.GetValueOrDefault(missing[i].Key), finishesDay: refused is null && i == missing.Length - 1, cost, cancellationToken))
                    return null;
            }
            catch (MetaException exception) when (exception.Outcome is MetaOutcome.Fail)
            {
                var error = exception.Error with { Message = $"Report {missing[i].Key}: {exception.Error.Message}" };
                refused ??= error;
                if (!await days.RefuseAsync(run, missing[i].Key, error, cancellationToken))
                    return null;
            }
        }

        return refused is null ? new DayOutcome.Done(cost.Rows, cost.Changed) : new DayOutcome.Failed(refused);
    }

    private static bool IsFinal(MetaException exception) =>
        exception.Outcome is MetaOutcome.Fail or MetaOutcome.Permission or MetaOutcome.NotFound or MetaOutcome.Shrink;

    private DayOutcome RetryOrFail(DayRun run, DayCost cost, MetaError error)
    {
        var attempt = cost.BeginsAnew ? 1 : run.Attempt;
        return attempt < options.Value.MaxAttempts
            ? new DayOutcome.Retry(Backoff.Delay(attempt, options.Value.RetryDelay, options.Value.MaxRetryDelay, Random.Shared.NextDouble()), error)
            : new DayOutcome.Failed(error);
    }
}
