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
internal sealed class DayFetch(MetaClient meta, NpgsqlDataSource database, IOptions<RunOptions> options)
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
        catch (MetaRetryException exception) when (run.Attempt < options.Value.MaxAttempts)
        {
            var delay = Backoff.Delay(run.Attempt, options.Value.RetryDelay, options.Value.MaxRetryDelay, Random.Shared.NextDouble());
            return new DayOutcome.Retry(delay, exception.Error);
        }
        catch (MetaException exception)
        {
            return new DayOutcome.Failed(exception.Error);
        }
    }

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
