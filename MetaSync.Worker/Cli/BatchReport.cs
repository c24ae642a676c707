using System.Globalization;
using MetaSync.Worker.Cli.Client;

namespace MetaSync.Worker.Cli;

/// <summary>What <c>status</c> prints.</summary>
internal static class BatchReport
{
    public static void PrintList(IReadOnlyCollection<Batch> batches, DateTimeOffset now)
    {
        if (batches.Count == 0)
        {
            Terminal.Say("There is no batch yet. 'sync' enqueues one.");
            return;
        }

        Payload.Table(
            ["batch", "state", "days", "done", "range", "accounts", "kind", "asked for"],
            batches.Select(batch => new[]
            {
                BatchName.Short(batch.BatchId),
                batch.State,
                string.Create(CultureInfo.InvariantCulture, $"{batch.Counts.Finished()}/{batch.Counts.Total()}"),
                string.Create(CultureInfo.InvariantCulture, $"{batch.Percent:0.#} %"),
                Words.Days(batch.DateRange.StartDate, batch.DateRange.EndDate),
                batch.Accounts is [var one] ? one : string.Create(CultureInfo.InvariantCulture, $"{batch.Accounts.Count} accounts"),
                batch.Kind,
                Words.When(batch.CreatedAt, now),
            }));
    }

    public static void Print(Batch batch, DateTimeOffset now)
    {
        foreach (var line in Lines(batch, now))
            Payload.Line(line);
    }

    public static IEnumerable<string> Lines(Batch batch, DateTimeOffset now)
    {
        var options = batch.Options;
        yield return $"Batch {batch.BatchId}: {batch.State}";
        yield return $"{Words.Days(batch.DateRange.StartDate, batch.DateRange.EndDate)} of {string.Join(", ", batch.Accounts)}, asked for {Words.When(batch.CreatedAt, now)}"
            + (batch.RequestedBy is { } name ? $" by {name}" : "")
            + $"; mode {options.Mode}, {options.Priority} priority"
            + (options.ChunkDays > 1 ? $", {options.ChunkDays} days a job" : "")
            + (options.StopOnFailure ? ", stops at the first failure" : "");
        yield return string.Create(
            CultureInfo.InvariantCulture, $"{batch.Counts.Finished()} of {batch.Counts.Total()} days are done ({batch.Percent:0.#} %): {Counted(batch.Counts)}; {batch.Rows} rows");
        if (batch.Paused is { } pause)
        {
            yield return $"Held since {Words.When(pause.Since, now)}, because {(pause.Reason is "day-failed" ? "a day failed" : "somebody asked for it")}. "
                + $"'resume {BatchName.Short(batch.BatchId)}' lets it go on.";
        }

        if (batch.Current is { } current && !batch.IsFinished)
            yield return $"{(current.WaitingUntil is null ? $"{BatchWords.Describe(current, now)} is running" : BatchWords.Notice(current, now)?.TrimEnd('.') ?? BatchWords.Waits(current, now))}.";
        if (batch.Estimate is { } estimate)
            yield return $"It will be done between {Words.When(estimate.Earliest, now)} and {Words.When(estimate.Latest, now)}, if it goes on like this.";
    }

    private static string Counted(Counts counts)
    {
        (int Number, string State)[] all =
        [
            (counts.Succeeded, "succeeded"), (counts.Failed, "failed"), (counts.Cancelled, "cancelled"), (counts.Running, "running"), (counts.Waiting, "waiting"),
            (counts.Queued, "queued"), (counts.Paused, "paused"),
        ];
        return string.Join(", ", all.Where(each => each.Number > 0).Select(each => $"{each.Number} {each.State}"));
    }
}
