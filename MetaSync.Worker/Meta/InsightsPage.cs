using System.Text.Json;

namespace MetaSync.Worker.Meta;

/// <summary>One page of a report; its memory goes back to the pool when it is disposed of.</summary>
internal sealed class InsightsPage(JsonDocument document, InsightsQuery query) : IDisposable
{
    /// <summary>The rows, each of them checked to be of the account and the day.</summary>
    public IEnumerable<InsightsRow> Rows()
    {
        foreach (var json in Data().EnumerateArray())
            yield return InsightsRow.Read(json, query);
    }

    /// <summary>Where the next page begins, or null on the last page.</summary>
    public string? After() => MetaPaging.After(document.RootElement);

    public void Dispose() => document.Dispose();

    private JsonElement Data() => document.RootElement.TryGetProperty("data", out var data) && data.ValueKind is JsonValueKind.Array
        ? data
        : throw MetaException.Transport("Meta sent a page without data");
}
