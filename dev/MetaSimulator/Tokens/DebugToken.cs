using System.Text.Json;
using MetaSimulator.Graph;

namespace MetaSimulator.Tokens;

internal static class DebugToken
{
    public const string AppId = "270000000000017";

    public static Func<Utf8JsonWriter, int?> Inspect(GraphCall call, TokenBook tokens, DateTimeOffset now)
    {
        if (call.Parameters["input_token"] is not { Length: > 0 } input)
            throw new GraphErrorException(GraphErrors.InvalidParameter("The parameter input_token is required"));

        var settings = tokens.Find(input, call.Sequence);
        var error = settings is null ? TokenErrors.Unknown : TokenErrors.Of(settings.At(now));
        return json =>
        {
            json.WriteStartObject();
            json.WriteStartObject("data"u8);
            if (settings is not null)
                WriteKnown(json, settings, tokens.UserOf(input));
            if (error is not null)
                WriteError(json, error);
            json.WriteBoolean("is_valid"u8, error is null);
            json.WriteStartArray("scopes"u8);
            foreach (var scope in settings?.Scopes ?? [])
                json.WriteStringValue(scope);
            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndObject();
            return null;
        };
    }

    private static void WriteKnown(Utf8JsonWriter json, TokenSettings settings, string? user)
    {
        json.WriteString("app_id"u8, AppId);
        json.WriteString("type"u8, "SYSTEM_USER"u8);
        json.WriteString("application"u8, "Simulated app"u8);
        json.WriteNumber("data_access_expires_at"u8, settings.DataAccessExpiresAt?.ToUnixTimeSeconds() ?? 0);
        json.WriteNumber("expires_at"u8, settings.ExpiresAt?.ToUnixTimeSeconds() ?? 0);
        json.WriteString("user_id"u8, user);
    }

    private static void WriteError(Utf8JsonWriter json, GraphError error)
    {
        json.WriteStartObject("error"u8);
        json.WriteNumber("code"u8, error.Code);
        json.WriteString("message"u8, error.Message);
        if (error.Subcode is { } subcode)
            json.WriteNumber("subcode"u8, subcode);
        json.WriteEndObject();
    }
}
