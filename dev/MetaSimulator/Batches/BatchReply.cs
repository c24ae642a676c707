using System.Text.Json;
using MetaSimulator.Graph;

namespace MetaSimulator.Batches;

// The answers of the parts, in their order.
internal static class BatchReply
{
    public static void Write(GraphCall batch, IEnumerable<PartContext> parts)
    {
        var http = batch.Http;
        http.Response.ContentType = "application/json; charset=UTF-8";
        using var json = new Utf8JsonWriter(http.Response.BodyWriter, GraphReply.Json);
        json.WriteStartArray();
        foreach (var part in parts)
            Write(json, part);
        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, PartContext part)
    {
        if (part.Answer is not var (code, headers, body))
        {
            json.WriteNullValue();
            return;
        }

        json.WriteStartObject();
        json.WriteNumber("code"u8, code);
        json.WriteStartArray("headers"u8);
        foreach (var (name, value) in headers)
        {
            json.WriteStartObject();
            json.WriteString("name"u8, name);
            json.WriteString("value"u8, value.ToString());
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteString("body"u8, body);
        json.WriteEndObject();
    }
}
