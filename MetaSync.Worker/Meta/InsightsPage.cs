using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;

namespace MetaSync.Worker.Meta;

/// <summary>One page of a report; its memory goes back to the pool when it is disposed of.</summary>
internal sealed class InsightsPage(JsonDocument document, string account, DateOnly day) : IDisposable
{
    /// <summary>The rows, each of them checked to be of the account and the day.</summary>
    public IEnumerable<InsightsRow> Rows()
    {
        foreach (var json in Data().EnumerateArray())
            yield return InsightsRow.Read(json, account, day);
    }

    /// <summary>Where the next page begins, or null on the last page.</summary>
    /// <remarks>
    /// The last page is the one without <c>next</c>: it has cursors all the same, and a page before it may have no rows.
    /// <c>next</c> itself is neither followed nor shown, because it can hold the token.
    /// https://developers.facebook.com/docs/graph-api/results
    /// </remarks>
    public string? After()
    {
        if (!document.RootElement.TryGetProperty("paging", out var paging) || !paging.TryGetProperty("next", out var next))
            return null;
        if (paging.TryGetProperty("cursors", out var cursors) && cursors.TryGetProperty("after", out var after) && after.GetString() is { Length: > 0 } cursor)
            return cursor;
        if (Uri.TryCreate(next.GetString(), UriKind.Absolute, out var url) && QueryHelpers.ParseQuery(url.Query).TryGetValue("after", out var values))
            return values.ToString();
        throw new MetaRetryException(MetaError.OfTransport("Meta says that there is a next page and not where it begins"));
    }

    public void Dispose() => document.Dispose();

    private JsonElement Data() => document.RootElement.TryGetProperty("data", out var data) && data.ValueKind is JsonValueKind.Array
        ? data
        : throw new MetaRetryException(MetaError.OfTransport("Meta sent a page without data"));
}
