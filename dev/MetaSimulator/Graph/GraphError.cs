using System.Text.Json;

namespace MetaSimulator.Graph;

// Meta's error envelope and the HTTP status it comes with.
internal sealed record GraphError(int Status, int Code, string Message)
{
    public int? Subcode { get; init; }

    public bool? IsTransient { get; init; }

    public string? UserTitle { get; init; }

    public string? UserMessage { get; init; }

    public void Write(Utf8JsonWriter json, string traceId)
    {
        json.WriteStartObject();
        json.WriteStartObject("error"u8);
        json.WriteString("message"u8, Message);
        json.WriteString("type"u8, "OAuthException"u8);
        if (IsTransient is { } transient)
            json.WriteBoolean("is_transient"u8, transient);
        json.WriteNumber("code"u8, Code);
        if (Subcode is { } subcode)
            json.WriteNumber("error_subcode"u8, subcode);
        if (UserTitle is not null)
            json.WriteString("error_user_title"u8, UserTitle);
        if (UserMessage is not null)
            json.WriteString("error_user_msg"u8, UserMessage);
        json.WriteString("fbtrace_id"u8, traceId);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
