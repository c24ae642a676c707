using System.Text.Json;

namespace MetaSync.Worker.Meta;

internal enum ReportState
{
    /// <summary>Not started, started or running: also at 100 %, when it can't be read yet.</summary>
    Pending,

    /// <summary>Completed, and at 100 %: both are needed.</summary>
    Completed,

    Failed,

    /// <summary>Meta gave it up before it had begun, and wants it to be submitted again.</summary>
    Skipped,
}

/// <summary>How far a report run is.</summary>
/// <param name="State">What is to be done.</param>
/// <param name="Percent">Meta's own.</param>
/// <param name="Error">Why it failed, from v25.0 on.</param>
/// <remarks>https://developers.facebook.com/docs/marketing-api/insights/best-practices</remarks>
internal sealed record ReportStatus(ReportState State, int Percent, MetaError? Error)
{
    public static ReportStatus Read(JsonElement run)
    {
        var percent = run.Integer("async_percent_completion") ?? 0;
        return run.Text("async_status") switch
        {
            "Job Completed" when percent >= 100 => new(ReportState.Completed, percent, null),
            "Job Failed" => new(ReportState.Failed, percent, Failure(run)),
            "Job Skipped" => new(ReportState.Skipped, percent, null),
            _ => new(ReportState.Pending, percent, null),
        };
    }

    private static MetaError Failure(JsonElement run)
    {
        var message = Words(run, "error_message") ?? Words(run, "error_user_title") ?? "Meta could not make the report, and did not say why";
        return new MetaError(run.Integer("error_code"), run.Integer("error_subcode"), message, null);
    }

    private static string? Words(JsonElement run, string name) => run.Text(name) is { Length: > 0 } words ? words : null;
}
