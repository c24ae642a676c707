using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using MetaSimulator.Graph;

namespace MetaSimulator.Faults;

// The metrics of the rows as JSON numbers, as Meta has been seen to send them; ids stay strings.
internal static class NumericAsNumber
{
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = GraphReply.Json.Encoder };

    public static async Task Act(FaultContext context)
    {
        var body = JsonNode.Parse((await CapturedAnswer.Take(context)).Span)!;
        foreach (var row in body["data"] as JsonArray ?? [])
            Rewrite(row);
        await CapturedAnswer.Send(context, JsonSerializer.SerializeToUtf8Bytes(body, Relaxed));
    }

    private static void Rewrite(JsonNode? node)
    {
        if (node is JsonArray items)
        {
            foreach (var item in items)
                Rewrite(item);
        }
        else if (node is JsonObject row)
        {
            foreach (var (name, value) in row.ToArray())
            {
                if (Number(name, value) is { } number)
                    row[name] = number;
                else
                    Rewrite(value);
            }
        }
    }

    private static decimal? Number(string name, JsonNode? value) =>
        !name.EndsWith("id", StringComparison.Ordinal) && value?.GetValueKind() == JsonValueKind.String
        && decimal.TryParse(value.GetValue<string>(), NumberStyles.Number, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
