using MetaSync.Worker.Cli.Client;

namespace MetaSync.Worker.Cli;

/// <summary>What <c>sync --dry-run</c> prints: each day, with why it would be enqueued or not.</summary>
internal static class DryRunReport
{
    public static void Print(DryRun plan)
    {
        var calls = plan.EstimatedCalls is var (low, high) && low == high ? $"{low}" : $"{plan.EstimatedCalls.Low} to {plan.EstimatedCalls.High}";
        Payload.Line($"Would enqueue {plan.JobCount} jobs and skip {plan.Skipped} days, with {calls} calls to Meta. Nothing was enqueued.");
        Payload.Table(
            ["account", "day", "would be", "because it is"],
            plan.Days.Select(day => (day.Account, day.Day, Row: new[] { day.Account, Words.Days(day.Day, day.EndDay), "enqueued", day.Why }))
                .Concat(plan.SkippedDays.Select(day => (day.Account, day.Day, Row: new[] { day.Account, Words.Days(day.Day, day.Day), "skipped", day.Why })))
                .OrderBy(each => each.Account, StringComparer.Ordinal).ThenBy(each => each.Day)
                .Select(each => each.Row));
    }
}
