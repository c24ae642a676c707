using System.Text.Encodings.Web;
using System.Text.Json;

namespace MetaSimulator.Graph;

internal static class GraphReply
{
    // Relaxed, so that the & of a paging address can be read and pasted; the JSON is the same.
    public static JsonWriterOptions Json { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    public static async Task OrError(GraphCall call, Func<Task> answer, CancellationToken gone)
    {
        try
        {
            await answer();
        }
        catch (GraphErrorException refusal)
        {
            var error = refusal.Error;
            call.Outcome = call.Outcome with { ErrorCode = error.Code, ErrorSubcode = error.Subcode };
            Write(call, error.Status, json =>
            {
                error.Write(json, call.TraceId);
                return null;
            });
            await call.Http.Response.BodyWriter.FlushAsync(gone);
        }
    }

    // Leaves the answer in the buffer; nothing is sent before the flush.
    public static void Write(GraphCall call, int status, Func<Utf8JsonWriter, int?> answer)
    {
        call.Http.Response.StatusCode = status;
        call.Http.Response.ContentType = "application/json; charset=UTF-8";
        using var json = new Utf8JsonWriter(call.Http.Response.BodyWriter, Json);
        var rows = answer(json);
        json.Flush();
        call.Outcome = call.Outcome with { Rows = rows, Bytes = json.BytesCommitted };
    }
}
