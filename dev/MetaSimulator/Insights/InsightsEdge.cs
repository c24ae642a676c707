using System.Text.Json;
using MetaSimulator.Configuration;
using MetaSimulator.Control;
using MetaSimulator.Data;
using MetaSimulator.Graph;

namespace MetaSimulator.Insights;

internal static class InsightsEdge
{
    public static Func<Utf8JsonWriter, int?> Sync(GraphCall call, AdAccount account, SimulatorOptions options, DateTimeOffset now)
    {
        var query = InsightsParameters.Query(call.Parameters, account, account.LocalDay(now));
        var limit = InsightsParameters.Limit(call.Parameters, options.MaximumLimit);
        var paging = new Paging(query.Fingerprint(), after => NextUrl.Build(call, limit, after));
        var start = paging.Start(call.Parameters["after"], SimulatorClock.Quantised(now), now, options.CursorLifetime);
        var asOf = DateTimeOffset.FromUnixTimeSeconds(start.AsOf);
        call.Outcome = call.Outcome with { AsOf = asOf };
        var page = new InsightsPage(new(query, asOf, call.Tampering.ShiftDays), query.Fields, call.Tampering);
        return json => page.Write(json, start, limit, paging);
    }
}
