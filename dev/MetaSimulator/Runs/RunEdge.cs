using System.Text.Json;
using MetaSimulator.Configuration;
using MetaSimulator.Control;
using MetaSimulator.Data;
using MetaSimulator.Graph;
using MetaSimulator.Insights;

namespace MetaSimulator.Runs;

internal static class RunEdge
{
    public static Func<Utf8JsonWriter, int?> Submit(GraphCall call, InsightsQuery query, SimulatorOptions options, RunBook runs, DateTimeOffset now)
    {
        var rows = new RowSource(query, SimulatorClock.Quantised(now)).Count(options.MaximumRunRows);
        var fate = call.Tampering.Fate ?? (rows > options.MaximumRunRows ? RunFate.TooLarge(percent: 40) : RunFate.Completed);
        var run = runs.Add(options.Seed, now, (id, key) => new(id, call.Token!, query, RunPlan.Make(options.Async, rows, runs.CountLive(now), key, now, fate))
        {
            Breakdowns = call.Parameters["breakdowns"],
            Filtering = call.Parameters["filtering"],
        });
        // A run costs what reading its rows at once would.
        call.Outcome = call.Outcome with { RunId = run.Id, Work = query.Work(rows) };
        return json =>
        {
            json.WriteStartObject();
            json.WriteString("report_run_id"u8, run.Id);
            json.WriteEndObject();
            return null;
        };
    }

    // Seen as of the run's completion, whenever it is read.
    public static Func<Utf8JsonWriter, int?> Read(GraphCall call, Run run, SimulatorOptions options, DateTimeOffset now)
    {
        run.Read();
        if (!run.Plan.IsCompleted(now))
            throw new GraphErrorException(GraphErrors.RunNotReadable);

        var fingerprint = Hash.Of(run.Query.Fingerprint(), run.Id);
        return InsightsEdge.Page(call, run.Query, fingerprint, SimulatorClock.Quantised(run.Plan.Ends), options, now);
    }
}
