using System.Text.Json;
using MetaSimulator.Graph;

namespace MetaSimulator.Batches;

// One call of a batch, as Meta takes it: a JSON list in the form field batch.
internal sealed record BatchPart
{
    private const int Maximum = 50;

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        RespectNullableAnnotations = true,
    };

    public required string Method { get; init; }

    public required string RelativeUrl { get; init; }

    public string? Body { get; init; }

    // Null where the call is no batch that makes sense.
    public static BatchPart[]? Of(GraphCall call)
    {
        if (call.Method != "POST" || call.Parts.Length > 0 || call.Parameters["batch"] is not { } text)
            return null;

        try
        {
            return JsonSerializer.Deserialize<BatchPart[]>(text, Json) is { Length: > 0 and <= Maximum } parts && !parts.Contains(null) ? parts : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
