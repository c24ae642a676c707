using System.Text.Json;
using MetaSimulator.Configuration;
using MetaSimulator.Control;
using MetaSimulator.Graph;

namespace MetaSimulator.Insights;

internal static class InsightsEdge
{
    public static Func<Utf8JsonWriter, int?> Sync(GraphCall call, InsightsQuery query, SimulatorOptions options, DateTimeOffset now)
    {
        // A limit that makes no sense is refused before the rows are counted, and one that is too large after.
        _ = InsightsParameters.Limit(call.Parameters);
        if (new RowSource(query, SimulatorClock.Quantised(now)).HasMoreThan(options.MaximumSyncRows))
            throw new GraphErrorException(GraphErrors.TooManyRows);
        return Page(call, query, query.Fingerprint(), SimulatorClock.Quantised(now), options, now);
    }

    public static Func<Utf8JsonWriter, int?> Page(
        GraphCall call, InsightsQuery query, ulong fingerprint, DateTimeOffset firstSeen, SimulatorOptions options, DateTimeOffset now)
    {
        var limit = InsightsParameters.Limit(call.Parameters);
        if (limit > options.MaximumLimit)
            throw new GraphErrorException(GraphErrors.ReduceData);

        var paging = new Paging(fingerprint, after => NextUrl.Build(call, limit, after));
        var start = paging.Start(call.Parameters["after"], firstSeen, now, options.CursorLifetime);
        if (call.Tampering.Drift)
            start = start with { AsOf = SimulatorClock.Quantised(now).ToUnixTimeSeconds() };
        var asOf = DateTimeOffset.FromUnixTimeSeconds(start.AsOf);
        call.Outcome = call.Outcome with { AsOf = asOf, Breakdowns = query.Breakdown.Keys.Count };
        var source = new RowSource(query, asOf, call.Tampering.ShiftDays);
        if (query.Breakdown.Keys.Count > 0 && limit > options.MaximumPageRows && source.HasMoreThan(options.MaximumPageRows, start.Slot))
            throw new GraphErrorException(GraphErrors.ReduceData);

        var page = new InsightsPage(source, query.Fields, call.Tampering);
        return json =>
        {
            var rows = page.Write(json, start, limit, paging);
            call.Outcome = call.Outcome with { Work = query.Work(rows) };
            return rows;
        };
    }
}
