using System.Globalization;
using System.Text.Json;

namespace MetaSync.Worker.Meta;

/// <summary>Meta's values are strings by its documentation and numbers now and then, or the other way round.</summary>
internal static class MetaJson
{
    /// <summary>The string or the number, as it is written; null when there is neither.</summary>
    public static string? Text(this JsonElement json, string name) => json.Find(name) switch
    {
        { ValueKind: JsonValueKind.String } value => value.GetString(),
        { ValueKind: JsonValueKind.Number } value => value.GetRawText(),
        _ => null,
    };

    /// <summary>The number, also when it is written as a string.</summary>
    public static double? Number(this JsonElement json, string name) =>
        double.TryParse(json.Text(name), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;

    /// <summary>The whole number, also when it is written as a string.</summary>
    public static int? Integer(this JsonElement json, string name) => json.Number(name) is { } number and >= int.MinValue and <= int.MaxValue ? (int)number : null;

    /// <summary>The value of a name; none where there is no object: PHP writes an empty one as an empty list.</summary>
    public static JsonElement? Find(this JsonElement json, string name) =>
        json.ValueKind is JsonValueKind.Object && json.TryGetProperty(name, out var value) ? value : null;
}
