using MetaSync.Faults.Rig;

namespace MetaSync.Faults.Soak;

/// <summary>Forgets what has been checked, while everything rests: the thousandth window takes no longer than the first.</summary>
internal static class Forgetting
{
    /// <summary>What is truncated fires no trigger for a row. A run that came back from before would be seen: it would store a day that is not there.</summary>
    private const string Truncate = """
        TRUNCATE metasync.sync_batches, metasync.sync_days, metasync.report_runs, metasync.sync_day_reports,
          metasync.insights, metasync.insights_days, metasync.insights_fetches, history.events
        """;

    public static async Task OfAsync(FaultRig rig, CancellationToken cancellationToken)
    {
        await Until.CertainlyAsync(
            async () =>
            {
                await rig.Database.ExecuteAsync(Truncate, cancellationToken);
                return true;
            },
            "the tables can be emptied", cancellationToken);
        await rig.Meta.ForgetAsync(cancellationToken);
        rig.Client.Forget();
        foreach (var process in rig.Processes)
            process.ForgetEnded();
    }
}
