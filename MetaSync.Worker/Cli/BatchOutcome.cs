using MetaSync.Worker.Cli.Client;

namespace MetaSync.Worker.Cli;

/// <summary>How a batch ended, in a sentence and as an exit code.</summary>
internal static class BatchOutcome
{
    /// <summary>Of a batch that has not ended: nothing is wrong so far.</summary>
    public static int ExitCode(Batch batch) => batch.State switch
    {
        "failed" => CommandLine.Failed,
        "cancelled" => CommandLine.Cancelled,
        _ => batch.IsStopped ? CommandLine.Failed : CommandLine.Succeeded,
    };

    public static string Sentence(Batch batch)
    {
        var counts = batch.Counts;
        var outcome = $"{counts.Succeeded} of {counts.Total()} days succeeded, {batch.Rows} rows";
        var id = BatchName.Short(batch.BatchId);
        return batch switch
        {
            { State: "succeeded" } => outcome,
            { IsStopped: true } => $"{outcome}; {counts.Failed} failed, {counts.Paused} are held because of that. 'days {id} --state failed' says why, 'retry {id}' runs them again.",
            { State: "cancelled" } => $"{outcome}; {counts.Cancelled} were cancelled. 'retry {id}' runs them after all.",
            _ => $"{outcome}; {counts.Failed} failed, {counts.Cancelled} cancelled. 'days {id} --state failed' says why, 'retry {id}' runs them again.",
        };
    }
}
