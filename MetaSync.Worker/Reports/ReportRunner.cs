using MetaSync.Worker.Meta;
using MetaSync.Worker.Sync;

namespace MetaSync.Worker.Reports;

/// <summary>Has Meta prepare a report, one run at a time, and waits for it without holding anything: a run's id is stored, and asked after now and then.</summary>
internal sealed class ReportRunner(InsightsApi insights, ReportRuns runs, ReportSubmissions submissions, PageReader pages)
{
    /// <summary>The runs that the report is made of, all completed.</summary>
    /// <exception cref="MetaWaitException">One of them is at work.</exception>
    /// <exception cref="ReportTooLargeException">One of them was too much.</exception>
    public async Task<IReadOnlyList<ReportRun>> CompletedAsync(DayRun day, InsightsQuery query, FetchPlan plan, DayCost cost, CancellationToken cancellationToken)
    {
        var report = query.Report.Key;
        await runs.RenewAsync(day, report, cancellationToken);
        var known = await runs.FindAsync(day, report, cancellationToken);
        if (known.Count == 0)
        {
            await PlanAsync(day, query, plan, cost, cancellationToken);
            known = await runs.FindAsync(day, report, cancellationToken);
        }

        while ((known.Find(run => run.State is RunState.Submitting or RunState.Running) ?? known.Find(run => run.State is RunState.Planned)) is { } next)
        {
            await (next.State switch
            {
                RunState.Planned => SubmitAsync(day, query, next, cost),
                RunState.Submitting => AwaitLostAnswerAsync(day, next, cancellationToken),
                _ => PollAsync(day, next, cost, cancellationToken),
            });
            known = await runs.FindAsync(day, report, cancellationToken);
        }

        return known;
    }

    private async Task PlanAsync(DayRun day, InsightsQuery query, FetchPlan plan, DayCost cost, CancellationToken cancellationToken)
    {
        if (plan.Mode is not FetchMode.Split)
        {
            await runs.PlanAsync(day, query.Report.Key, [null], cancellationToken);
            return;
        }

        var campaigns = await CampaignsAsync(day, query, cost, cancellationToken);
        var perRun = plan.CampaignsPerRun ?? Math.Max(1, (campaigns.Count + 1) / 2);
        await runs.PlanAsync(day, query.Report.Key, campaigns.Chunk(perRun), cancellationToken);
    }

    private async Task<List<string>> CampaignsAsync(DayRun day, InsightsQuery query, DayCost cost, CancellationToken cancellationToken)
    {
        var ofCampaigns = InsightsQuery.OfCampaigns(query.Account, query.Days);
        var campaigns = new List<string>();
        await pages.ReadAsync(
            day, cost, (after, token) => insights.ReadPageAsync(ofCampaigns, CampaignsPerPage, after, token),
            (page, _) =>
            {
                campaigns.AddRange(page.Rows().Select(row => row.CampaignId));
                return Task.CompletedTask;
            },
            cancellationToken);
        return campaigns;
    }

    private const int CampaignsPerPage = 500;

    /// <summary>Not cancelled: a submission that is broken off half-way may be at work all the same, and be paid for twice.</summary>
    private async Task SubmitAsync(DayRun day, InsightsQuery query, ReportRun run, DayCost cost)
    {
        if (!await submissions.BeginAsync(day, run, CancellationToken.None))
            throw new DayTakenOverException();
        cost.Calls++;
        try
        {
            await submissions.StartedAsync(run, await insights.SubmitAsync(query with { CampaignIds = run.CampaignIds }, CancellationToken.None));
        }
        catch (MetaException tooMuch) when (tooMuch.Outcome is MetaOutcome.Shrink)
        {
            await runs.EndAsync(day, run, RunState.Failed, run.Halves, CancellationToken.None);
            throw new ReportTooLargeException(run, tooMuch);
        }
        catch (Exception exception) when (WasNotTaken(exception))
        {
            await submissions.NotTakenAsync(run);
            throw;
        }

        throw Wait(ReportPolling.Delay(TimeSpan.Zero));
    }

    /// <summary>Meta said no, or never heard of it: nothing is at work there.</summary>
    private static bool WasNotTaken(Exception exception) => exception is MetaWaitException or MetaException { Error.Code: not null }
        or MetaException { InnerException: HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError } };

    /// <summary>Whoever submitted this run did not live to see Meta's answer. It may be at work, and there is never a second one beside it.</summary>
    private async Task AwaitLostAnswerAsync(DayRun day, ReportRun run, CancellationToken cancellationToken)
    {
        if (run.Age < ReportPolling.Unanswered)
            throw Wait(ReportPolling.Unanswered - run.Age);
        await runs.EndAsync(day, run, RunState.Lost, run.Again, cancellationToken);
    }

    private async Task PollAsync(DayRun day, ReportRun run, DayCost cost, CancellationToken cancellationToken)
    {
        cost.Calls++;
        var status = await StatusAsync(day, run, cancellationToken);
        switch (status.State)
        {
            case ReportState.Completed:
                cost.BeginsAnew |= await runs.CompleteAsync(day, run, cancellationToken);
                break;

            case ReportState.Failed:
                var failed = MetaException.Of(status.Error!);
                var isTooLarge = failed.Outcome is MetaOutcome.Shrink || (failed.Outcome is MetaOutcome.RetryThenShrink || failed.Error.Code is null) && day.Attempt > 1;
                await runs.EndAsync(day, run, RunState.Failed, isTooLarge ? run.Halves : run.Again, cancellationToken);
                throw isTooLarge ? new ReportTooLargeException(run, failed) : OfRun(run, failed);

            case ReportState.Skipped:
                await runs.EndAsync(day, run, RunState.Skipped, run.Again, cancellationToken);
                throw MetaException.Transport($"Meta skipped report run {run.RunId}; it is submitted again");

            case ReportState.Pending when run.Age > ReportPolling.Longest:
                await runs.EndAsync(day, run, RunState.Lost, run.Again, cancellationToken);
                throw MetaException.Transport($"Meta had report run {run.RunId} at {status.Percent} % after {run.Age.TotalMinutes:0} minutes; it is submitted again");

            default:
                await runs.ProgressAsync(run, status.Percent, cancellationToken);
                throw Wait(ReportPolling.Delay(run.Age));
        }
    }

    /// <summary>What ended a run an hour ago, a limit perhaps, holds nobody back now: only what is wrong with the report itself is more than a failed try.</summary>
    private static MetaException OfRun(ReportRun run, MetaException failed) => failed.Outcome is MetaOutcome.Fail or MetaOutcome.Retry or MetaOutcome.RetryThenShrink
        ? failed
        : MetaException.Transport($"Report run {run.RunId} failed at Meta: {failed.Error}", failed);

    private async Task<ReportStatus> StatusAsync(DayRun day, ReportRun run, CancellationToken cancellationToken)
    {
        try
        {
            return await insights.PollAsync(day.Account, run.RunId!, cancellationToken);
        }
        catch (MetaException exception) when (exception.Outcome is MetaOutcome.NotFound)
        {
            if (run.Age < ReportPolling.NotFoundAtFirst)
                throw Wait(ReportPolling.Delay(run.Age));
            await runs.EndAsync(day, run, RunState.Lost, run.Again, cancellationToken);
            throw MetaException.Transport($"Meta no longer has report run {run.RunId}; it is submitted again", exception);
        }
    }

    private static MetaWaitException Wait(TimeSpan wait) => new(WaitingReason.Report, null, wait, null);
}
