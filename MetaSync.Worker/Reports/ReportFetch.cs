using MetaSync.Worker.Meta;
using MetaSync.Worker.Sync;
using Microsoft.Extensions.Options;
using Npgsql;

namespace MetaSync.Worker.Reports;

/// <summary>Brings one report of a day into the database, by the way that has worked for it; when Meta says that it is too much, by a smaller one.</summary>
internal sealed class ReportFetch(
    InsightsApi insights, ReportRunner runner, ReportRuns runs, FetchPlans plans, PageReader pages, DayRuns days, NpgsqlDataSource database,
    IOptions<MetaOptions> options, ILogger<ReportFetch> logger)
{
    /// <param name="day">The day.</param>
    /// <param name="report">The report.</param>
    /// <param name="known">The way that has worked for the account's report before.</param>
    /// <param name="finishesDay">Whether it is the last one of the day.</param>
    /// <param name="cost">What the run has cost so far.</param>
    /// <param name="cancellationToken">Until the rows are stored.</param>
    /// <returns>False when another worker has taken the day over.</returns>
    public async Task<bool> RunAsync(DayRun day, Report report, FetchPlan? known, bool finishesDay, DayCost cost, CancellationToken cancellationToken)
    {
        var plan = known is null ? FetchPlan.First(options.Value.PageSize) : known with { PageSize = Math.Min(known.PageSize, options.Value.PageSize) };
        var mayGuess = day.Attempt > 1;
        while (true)
        {
            cost.Pages = 0;
            try
            {
                return await StoreAsync(day, new InsightsQuery(day.Account, day.Days, report, plan.DroppedFields), plan, finishesDay, cost, cancellationToken);
            }
            catch (ReportTooLargeException tooLarge)
            {
                plan = await NextAsync(day, report, SmallerRun(report, plan, tooLarge.Run), tooLarge.Cause, cancellationToken);
            }
            catch (MetaException tooMuch) when (tooMuch.Outcome is MetaOutcome.Shrink)
            {
                plan = await NextAsync(day, report, plan.Smaller(options.Value.PageSize), tooMuch, cancellationToken);
            }
            catch (MetaException unknown) when (unknown.Outcome is MetaOutcome.RetryThenShrink && mayGuess)
            {
                // An outage says the same: one step with each try, and when the last one was of no use, the size was not the reason.
                mayGuess = false;
                if (plan.Smaller(options.Value.PageSize) is not { } smaller)
                {
                    await plans.SaveAsync(day.Account, report.Key, FetchPlan.First(options.Value.PageSize) with { DroppedFields = plan.DroppedFields }, cancellationToken);
                    throw;
                }

                plan = await NextAsync(day, report, smaller, unknown, cancellationToken);
            }
            catch (MetaException unknown) when (unknown.Error.NonexistingField() is { } field && CanDrop(report, plan, field))
            {
                plan = await NextAsync(day, report, plan.Without(field), unknown, cancellationToken);
                await runs.ForgetAsync(day, report.Key, cancellationToken);
                logger.FieldDropped(report.Key, field, unknown.Error);
            }
        }
    }

    /// <summary>What an account has in a part of its campaigns can't be added up to what it has in all: the rows are the same ones, and people are not a sum.</summary>
    private static FetchPlan? SmallerRun(Report report, FetchPlan plan, ReportRun run) =>
        report.Level is "account" ? null : plan.SmallerRun(run.CampaignIds?.Count);

    /// <summary>A report without its own ids or all of its metrics is another report.</summary>
    private static bool CanDrop(Report report, FetchPlan plan, string field) =>
        report.Fields.Contains(field) && !plan.DroppedFields.Contains(field) && !field.EndsWith("_id", StringComparison.Ordinal);

    private async Task<FetchPlan> NextAsync(DayRun day, Report report, FetchPlan? next, MetaException reason, CancellationToken cancellationToken)
    {
        if (next is null)
        {
            throw MetaException.Final(
                $"Report {report.Key} is too much for Meta even in its smallest parts: {reason.Message}",
                day.Days.Count > 1
                    ? "Ask for the days with a smaller chunkDays, or give the report fewer breakdowns or fields."
                    : "Give the report fewer breakdowns or fields, or make it two reports, then retry the day.");
        }

        await days.AddStepAsync(day, report.Key, next.ToString(), reason.Error, cancellationToken);
        await plans.SaveAsync(day.Account, report.Key, next, cancellationToken);
        logger.StepsDown(day.Account, day.Day, report.Key, next.ToString(), reason.Error);
        return next;
    }

    private async Task<bool> StoreAsync(DayRun day, InsightsQuery query, FetchPlan plan, bool finishesDay, DayCost cost, CancellationToken cancellationToken)
    {
        var completed = plan.Mode is FetchMode.Sync ? [] : await runner.CompletedAsync(day, query, plan, cost, cancellationToken);
        var oldest = completed.Select(run => run.Age).DefaultIfEmpty().Max(); // the rows of a run are as old as the run
        await using var stage = new InsightsStage(database, day with { AsOf = day.AsOf - oldest }, query.Report);
        if (plan.Mode is FetchMode.Sync)
            await pages.ReadAsync(day, cost, (after, token) => insights.ReadPageAsync(query, plan.PageSize, after, token), stage.AddAsync, cancellationToken);
        foreach (var run in completed)
            await ReadRunAsync(day, query, run, plan, stage, cost, cancellationToken);
        return await stage.ReplaceDayAsync(cost, finishesDay, cancellationToken);
    }

    private async Task ReadRunAsync(
        DayRun day, InsightsQuery query, ReportRun run, FetchPlan plan, InsightsStage stage, DayCost cost, CancellationToken cancellationToken)
    {
        try
        {
            await pages.ReadAsync(day, cost, (after, token) => insights.ReadRunPageAsync(query, run.RunId!, plan.PageSize, after, token), stage.AddAsync, cancellationToken);
        }
        catch (MetaException notYet) when (notYet.Outcome is MetaOutcome.NotReady && run.Age < ReportPolling.Longest)
        {
            throw new MetaWaitException(WaitingReason.Report, null, ReportPolling.Delay(run.Age), notYet.Error);
        }
        catch (MetaException gone) when (gone.Outcome is MetaOutcome.NotFound or MetaOutcome.NotReady)
        {
            await runs.EndAsync(day, run, RunState.Lost, run.Again, cancellationToken);
            throw MetaException.Transport($"The rows of report run {run.RunId} can't be read; it is submitted again", gone);
        }
    }
}
