using System.Text.Json;
using MetaSimulator.Faults;
using MetaSimulator.Graph;

namespace MetaSimulator.Insights;

internal sealed class InsightsPage(RowSource rows, Field<Row>[] fields, Tampering tampering)
{
    private int _count;

    public int Write(Utf8JsonWriter json, Cursor start, int limit, Paging paging)
    {
        json.WriteStartObject();
        json.WriteStartArray("data"u8);
        var slot = start.Slot;
        var last = slot;
        var page = new List<Row>();
        for (; _count < limit && !tampering.EmptyPage && rows.TryNext(ref slot, out var row); slot++)
        {
            last = slot;
            _count++;
            if (tampering.Backwards)
                page.Add(row);
            else
                WriteRow(json, fields, in row);
        }

        for (var i = page.Count - 1; i >= 0; i--)
        {
            var row = page[i];
            WriteRow(json, fields, in row);
        }

        var more = rows.TryNext(ref slot, out _);
        if (tampering.RepeatRow && _count > 0)
            Repeat(json, last, more, ref slot);
        json.WriteEndArray();
        paging.Write(json, start, slot, _count > 0, more);
        json.WriteEndObject();
        return _count;
    }

    public static void WriteRow(Utf8JsonWriter json, Field<Row>[] fields, in Row row)
    {
        json.WriteStartObject();
        foreach (var field in fields)
            field.Write(json, in row);
        json.WriteEndObject();
    }

    // The next page begins with this page's last row; without a next page the row is repeated here.
    private void Repeat(Utf8JsonWriter json, long last, bool more, ref long next)
    {
        if (more)
        {
            next = last;
        }
        else if (rows.TryNext(ref last, out var row))
        {
            WriteRow(json, fields, in row);
            _count++;
        }
    }
}
