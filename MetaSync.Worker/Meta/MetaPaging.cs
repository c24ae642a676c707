using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;

namespace MetaSync.Worker.Meta;

/// <summary>Where the next page of a list begins.</summary>
internal static class MetaPaging
{
    /// <summary>The cursor of the next page, or null on the last one.</summary>
    /// <remarks>
    /// The last page is the one without <c>next</c>: it has cursors all the same, and a page before it may have no rows.
    /// <c>next</c> itself is neither followed nor shown, because it can hold the token.
    /// https://developers.facebook.com/docs/graph-api/results
    /// </remarks>
    public static string? After(JsonElement page)
    {
        var paging = page.Find("paging");
        if (paging?.Find("next") is not { ValueKind: not JsonValueKind.Null })
            return null;
        if (paging?.Find("cursors")?.Text("after") is { Length: > 0 } cursor)
            return cursor;
        if (Uri.TryCreate(paging?.Text("next"), UriKind.Absolute, out var url) && QueryHelpers.ParseQuery(url.Query).TryGetValue("after", out var values))
            return values.ToString();
        throw MetaException.Transport("Meta says that there is a next page and not where it begins");
    }
}
