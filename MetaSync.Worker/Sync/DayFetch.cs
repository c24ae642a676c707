using MetaSync.Worker.Meta;
using Microsoft.Extensions.Options;
using Npgsql;

namespace MetaSync.Worker.Sync;

/// <summary>What a run has cost so far, kept also when it ends by an exception.</summary>
internal sealed class DayCost
{
    public int Calls { get; set; }

    public long Rows { get; set; }
}

/// <summary>Brings a day's rows from Meta into the database.</summary>
internal sealed class DayFetch(MetaClient meta, NpgsqlDataSource database, IOptions<RunOptions> options, ILogger<DayFetch> logger)
{
    /// <summary>How the run ended, or null when another worker has taken the day over.</summary>
    public async Task<DayOutcome?> RunAsync(DayRun run, DayCost cost, CancellationToken cancellationToken)
    {
        try
        {
            return await StoreAsync(run, cost, cancellationToken) ? new DayOutcome.Done(cost.Rows) : null;
        }
        catch (MetaWaitException exception)
        {
            return new DayOutcome.Wait(exception.Reason, exception.Wait, exception.Error);
        }
        catch (MetaRetryException exception)
        {
            return RetryOrFail(run, exception.Error);
        }
        catch (MetaException exception)
        {
            return new DayOutcome.Failed(exception.Error);
        }
        catch (PostgresException exception) when (exception.SqlState.StartsWith("22", StringComparison.Ordinal)) // data exception
        {
            return RetryOrFail(run, MetaError.OfTransport($"Meta sent a value that PostgreSQL can't store: {exception.MessageText}"));
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or NpgsqlException))
        {
            logger.Unexpected(run.Account, run.Day, exception);
            return RetryOrFail(run, MetaError.OfTransport($"Not foreseen, {exception.GetType().Name}: {exception.Message}"));
        }
    }

    private DayOutcome RetryOrFail(DayRun run, MetaError error) => run.Attempt < options.Value.MaxAttempts
        ? new DayOutcome.Retry(Backoff.Delay(run.Attempt, options.Value.RetryDelay, options.Value.MaxRetryDelay, Random.Shared.NextDouble()), error)
        : new DayOutcome.Failed(error);

    private async Task<bool> StoreAsync(DayRun run, DayCost cost, CancellationToken cancellationToken)
    {
        await using var stage = await InsightsStage.OpenAsync(database, run, cancellationToken);
        string? after = null;
        do
        {
            cost.Calls++;
            using var page = await meta.ReadPageAsync(run.Account, run.Day, after, cancellationToken);
            await stage.AddAsync(page, cancellationToken);
            cost.Rows = stage.Rows;

            var next = page.After();
            if (next is not null && next == after)
                throw new MetaRetryException(MetaError.OfTransport("Meta's next page is the page itself"));
            after = next;
        }
        while (after is not null);

        return await stage.ReplaceDayAsync(cost.Calls, cancellationToken);
    }
}
