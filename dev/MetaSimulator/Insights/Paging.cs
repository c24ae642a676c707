using System.Text.Json;

namespace MetaSimulator.Insights;

internal sealed class Paging(ulong fingerprint, Func<string, string> nextUrl)
{
    // Where a page begins: at the cursor, seen as of the first page's instant, or at the top as of now.
    public Cursor Start(string? after, DateTimeOffset asOf, DateTimeOffset now, TimeSpan lifetime)
    {
        var issued = now.ToUnixTimeSeconds();
        return string.IsNullOrEmpty(after)
            ? new(0, asOf.ToUnixTimeSeconds(), issued)
            : Cursor.Decode(after, fingerprint, now, lifetime) with { Issued = issued };
    }

    // Cursors on every page that is not empty; next only, but always, when there is more.
    public void Write(Utf8JsonWriter json, Cursor start, long next, bool any, bool more)
    {
        // Of a query without any rows, paging is empty or absent: Meta does both. Which one follows from the query.
        if (!any && !more && fingerprint % 2 == 0)
            return;

        var after = (start with { Slot = next }).Encode(fingerprint);
        json.WriteStartObject("paging"u8);
        if (any)
        {
            json.WriteStartObject("cursors"u8);
            json.WriteString("before"u8, start.Encode(fingerprint));
            json.WriteString("after"u8, after);
            json.WriteEndObject();
        }

        if (more)
            json.WriteString("next"u8, nextUrl(after));
        json.WriteEndObject();
    }
}
