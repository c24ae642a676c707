using MetaSync.Worker.Meta;
using MetaSync.Worker.Sync;

namespace MetaSync.Worker.Reports;

/// <summary>Reads all pages of a report. In the middle of one a short wait is sat out, because beginning anew would cost the pages once more.</summary>
internal sealed class PageReader(DayRuns days, TimeProvider time)
{
    /// <summary>Above this the day gives its place in the worker free and begins anew afterwards.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(10);

    /// <summary>So short a wait is sat out before the first page too: giving the day back and taking it again costs more.</summary>
    private static readonly TimeSpan ShortPause = TimeSpan.FromSeconds(2);

    /// <summary>A cursor that Meta has forgotten does not come back; the pages are read from the first.</summary>
    private const int InvalidCursor = 100;

    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(1);

    private const int TriesOfAPage = 3;

    public async Task ReadAsync(
        DayRun day, DayCost cost, Func<string?, CancellationToken, Task<InsightsPage>> read, Func<InsightsPage, CancellationToken, Task> add,
        CancellationToken cancellationToken)
    {
        string? after = null;
        do
        {
            using var page = await PageAsync(day, cost, after, read, cancellationToken);
            await add(page, cancellationToken);
            cost.Pages++;

            var next = page.After();
            if (next is not null && next == after)
                throw MetaException.Transport("Meta's next page is the page itself");
            after = next;
        }
        while (after is not null);
    }

    private async Task<InsightsPage> PageAsync(
        DayRun day, DayCost cost, string? after, Func<string?, CancellationToken, Task<InsightsPage>> read, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                cost.Calls++;
                return await read(after, cancellationToken);
            }
            catch (MetaWaitException waits) when (waits.Reason is WaitingReason.RateLimit && waits.Wait <= (cost.Pages > 0 ? LongestPause : ShortPause))
            {
                cost.Calls -= waits.IsHeldBack ? 1 : 0;
                await PauseAsync(day, waits, cancellationToken);
                attempt = 0;
            }
            catch (MetaException failed) when (cost.Pages > 0 && failed.Outcome is MetaOutcome.Retry && failed.Error.Code is not InvalidCursor && attempt < TriesOfAPage)
            {
                await Task.Delay(FirstRetry * attempt, time, cancellationToken);
            }
        }
    }

    private async Task PauseAsync(DayRun day, MetaWaitException waits, CancellationToken cancellationToken)
    {
        if (!await days.PauseAsync(day, waits, cancellationToken))
            throw new DayTakenOverException();
        await Task.Delay(waits.Wait, time, cancellationToken);
        if (!await days.ResumeAsync(day, cancellationToken))
            throw new DayTakenOverException();
    }
}
