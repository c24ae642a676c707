using System.Text.Json;
using MetaSync.Sync;

namespace MetaSync.ApiService.Sync;

/// <summary>The fields of a request that may be left out. Each complaint names the field, its value and what is allowed.</summary>
internal sealed class RequestFields(JsonElement body, IDictionary<string, string[]> errors)
{
    public SyncMode Mode() => Word("mode", SyncMode.All, SyncWords.Word);

    public DayPriority Priority() => Word("priority", DayPriority.Normal, SyncWords.Word);

    public int ChunkDays()
    {
        if (!body.TryGetProperty("chunkDays", out var value))
            return 1;
        if (value.ValueKind is JsonValueKind.Number && value.TryGetInt32(out var days) && days is >= 1 and <= BatchPlan.MaxChunkDays)
            return days;
        errors["chunkDays"] = [$"chunkDays is {Shown(value)}, and has to be a whole number from 1 to {BatchPlan.MaxChunkDays}: how many days one job asks Meta for."];
        return 1;
    }

    public bool Flag(string field)
    {
        if (!body.TryGetProperty(field, out var value))
            return false;
        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False)
            return value.GetBoolean();
        errors[field] = [$"{field} is {Shown(value)}, and has to be true or false."];
        return false;
    }

    private T Word<T>(string field, T otherwise, Func<T, string> word)
        where T : struct, Enum
    {
        if (!body.TryGetProperty(field, out var value))
            return otherwise;
        var given = value.ValueKind is JsonValueKind.String ? value.GetString() : null;
        foreach (var known in Enum.GetValues<T>())
        {
            if (word(known) == given)
                return known;
        }

        errors[field] = [$"{field} is {Shown(value)}, and has to be one of {string.Join(", ", Enum.GetValues<T>().Select(known => $"\"{word(known)}\""))}."];
        return otherwise;
    }

    /// <summary>A value as it stood in the request, cut where it is long.</summary>
    public static string Shown(JsonElement value) => Shortened(value.GetRawText());

    public static string Shortened(string text) => text.Length <= 60 ? text : text[..60] + "…";
}
