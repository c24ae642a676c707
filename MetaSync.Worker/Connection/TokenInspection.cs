using System.Text.Json;
using MetaSync.Worker.Meta;
using Microsoft.AspNetCore.WebUtilities;

namespace MetaSync.Worker.Connection;

/// <summary>What Meta says of the token itself.</summary>
/// <param name="ExpiresAt">Null: never.</param>
/// <param name="DataAccessExpiresAt">When the data behind it closes, although the token still works; null: never.</param>
/// <param name="Scopes">What it may do.</param>
/// <remarks>https://developers.facebook.com/docs/graph-api/reference/debug_token</remarks>
internal sealed record TokenInspection(DateTimeOffset? ExpiresAt, DateTimeOffset? DataAccessExpiresAt, IReadOnlyList<string> Scopes)
{
    /// <summary>The question, as the one part of a batch: <c>/debug_token</c> takes the token as a parameter, and in a batch that is in the body.</summary>
    public static MetaCall Call(MetaOptions options) => MetaCall.Post("/", null, new Dictionary<string, string?>
    {
        ["batch"] = JsonSerializer.Serialize(new[]
        {
            new { method = "GET", relative_url = QueryHelpers.AddQueryString($"{options.ApiVersion}/debug_token", "input_token", options.AccessToken) },
        }),
    });

    /// <exception cref="MetaException">Meta did not say.</exception>
    public static TokenInspection Read(JsonElement batch, string secret)
    {
        if (batch.ValueKind is not JsonValueKind.Array || batch.GetArrayLength() != 1 || batch[0].ValueKind is not JsonValueKind.Object)
            throw MetaException.Transport("Meta's answer about the token is not what a batch has"); // null: not carried out in time

        using var part = Part(batch[0].Text("body"));
        if (MetaError.Read(part.RootElement, secret) is { } error)
            throw MetaException.Of(error);
        if (part.RootElement.Find("data") is not { ValueKind: JsonValueKind.Object } data)
            throw MetaException.Transport("Meta's answer about the token says nothing of it");

        return new TokenInspection(
            Instant(data, "expires_at"),
            Instant(data, "data_access_expires_at"),
            data.Find("scopes") is { ValueKind: JsonValueKind.Array } scopes ? [.. scopes.EnumerateArray().Select(scope => scope.ToString())] : []);
    }

    private static JsonDocument Part(string? body)
    {
        try
        {
            return JsonDocument.Parse(body ?? "");
        }
        catch (JsonException exception)
        {
            throw MetaException.Transport("Meta's answer about the token is not JSON", exception);
        }
    }

    /// <summary>Zero is never, and so is what no calendar has.</summary>
    private static DateTimeOffset? Instant(JsonElement data, string name) =>
        data.Number(name) is { } seconds and >= 1 && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds() ? DateTimeOffset.FromUnixTimeSeconds((long)seconds) : null;
}
