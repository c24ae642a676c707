using System.Text.Json;
using MetaSimulator.Graph;
using MetaSimulator.Insights;

namespace MetaSimulator.Runs;

internal static class RunNode
{
    private static readonly ApiVersion FirstWithErrors = new(25, 0);

    private static readonly string[] Errors = ["error_code", "error_subcode", "error_message", "error_user_title", "error_user_msg"];

    private static readonly FieldSet<Seen> Fields = new(
        "AdReportRun",
        [
            new("id", static (json, name, in seen) => json.WriteString(name, seen.Run.Id)),
            new("account_id", static (json, name, in seen) => json.WriteString(name, seen.Run.Query.Account.Id)),
            new("time_ref", static (json, name, in seen) => json.WriteNumber(name, seen.Run.Plan.Submitted.ToUnixTimeSeconds())),
            new("time_completed", static (json, name, in seen) => WriteEnd(json, name, seen)),
            new("async_status", static (json, name, in seen) => json.WriteString(name, seen.Status)),
            new("async_percent_completion", static (json, name, in seen) => json.WriteNumber(name, seen.Percent)),
            new("is_running", static (json, name, in seen) => json.WriteBoolean(name, !seen.Ended)),
            new("date_start", static (json, name, in seen) => Text.Day(json, name, seen.Run.Query.Range.Since)),
            new("date_stop", static (json, name, in seen) => Text.Day(json, name, seen.Run.Query.Range.Until)),
            Error("error_code", static (json, name, error) => json.WriteNumber(name, error.Code)),
            Error("error_subcode", static (json, name, error) => json.WriteNumber(name, error.Subcode)),
            Error("error_message", static (json, name, error) => json.WriteString(name, error.Message)),
            Error("error_user_title", static (json, name, error) => json.WriteString(name, error.UserTitle)),
            Error("error_user_msg", static (json, name, error) => json.WriteString(name, error.UserMessage)),
        ],
        always: ["id"],
        byDefault:
        [
            "account_id", "time_ref", "time_completed", "async_status", "async_percent_completion", "is_running", "date_start", "date_stop", .. Errors,
        ]);

    public static Func<Utf8JsonWriter, int?> Status(GraphCall call, Run run, DateTimeOffset now)
    {
        var plan = run.Poll(now);
        var (status, percent) = plan.At(now);
        var seen = new Seen(run, status, percent, now >= plan.Ends, call.Version.CompareTo(FirstWithErrors) >= 0);
        var fields = Fields.Select(call.Parameters["fields"]);
        return json =>
        {
            json.WriteStartObject();
            foreach (var field in fields)
                field.Write(json, in seen);
            json.WriteEndObject();
            return null;
        };
    }

    private static void WriteEnd(Utf8JsonWriter json, JsonEncodedText name, Seen seen)
    {
        if (seen.Ended)
            json.WriteNumber(name, seen.Run.Plan.Ends.ToUnixTimeSeconds());
    }

    private static Field<Seen> Error(string name, Action<Utf8JsonWriter, JsonEncodedText, RunError> write) => new(name, (json, key, in seen) =>
    {
        if (seen is { Status: RunStatus.Failed, TellsErrors: true, Run.Plan.Fate.Error: { } error })
            write(json, key, error);
    });

    private readonly record struct Seen(Run Run, string Status, int Percent, bool Ended, bool TellsErrors);
}
