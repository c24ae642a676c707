using System.Globalization;
using System.Text.Json;
using MetaSimulator.Data;
using MetaSimulator.Graph;
using MetaSimulator.Insights;

namespace MetaSimulator.Control;

// Exactly the rows that the insights edge gives for each day of a range at one instant, without pages and limits.
internal static class Truth
{
    private const int FlushAt = 32 * 1024;

    public static async Task Stream(HttpContext http, Simulation simulation, SimulatorClock clock)
    {
        var parameters = new CallParameters(http.Request.Query);
        var account = simulation.World.Find(parameters["account"] ?? "")
            ?? throw new GraphErrorException(GraphErrors.InvalidParameter("account must be one of the simulator's accounts"));
        var day = DateRangeParameter.Day(parameters["day"], "day");
        var until = parameters["until"] is { } text ? DateRangeParameter.Day(text, "until") : day;
        if (until < day)
            throw new GraphErrorException(GraphErrors.InvalidParameter("until must not be before day"));

        var asOf = SimulatorClock.Quantised(AsOf(parameters["as_of"]) ?? clock.Now);
        var query = InsightsParameters.Query(parameters, new(account, Level.Account, 0), new DateRange(day, until), new(1), simulation.World.Options);

        http.Response.ContentType = "application/json; charset=UTF-8";
        using var json = new Utf8JsonWriter(http.Response.BodyWriter, GraphReply.Json);
        json.WriteStartObject();
        json.WriteString("account"u8, "act_" + account.Id);
        json.WriteString("asOf"u8, asOf);
        json.WriteStartArray("data"u8);
        var count = await WriteRows(json, query, asOf, http);
        json.WriteEndArray();
        json.WriteNumber("count"u8, count);
        json.WriteEndObject();
    }

    private static async Task<int> WriteRows(Utf8JsonWriter json, InsightsQuery query, DateTimeOffset asOf, HttpContext http)
    {
        var rows = new RowSource(query, asOf);
        var count = 0;
        for (var slot = 0L; rows.TryNext(ref slot, out var row); slot++, count++)
        {
            InsightsPage.WriteRow(json, query.Fields, in row);
            if (json.BytesPending + http.Response.BodyWriter.UnflushedBytes < FlushAt)
                continue;

            json.Flush();
            await http.Response.BodyWriter.FlushAsync(http.RequestAborted);
        }

        return count;
    }

    private static DateTimeOffset? AsOf(string? text)
    {
        if (text is null)
            return null;
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant)
            ? instant
            : throw new GraphErrorException(GraphErrors.InvalidParameter("as_of must be an instant in ISO 8601"));
    }
}
