using System.Text.Json;
using System.Text.RegularExpressions;

namespace MetaSync.Worker.Meta;

/// <summary>The error envelope of the Graph API.</summary>
/// <remarks>https://developers.facebook.com/docs/graph-api/guides/error-handling</remarks>
internal sealed partial record MetaError(int? Code, int? Subcode, string Message, string? FbtraceId)
{
    /// <summary>What is to be done about it, by the error table.</summary>
    public string? Remedy { get; init; }

    private const int LongestMessage = 500;

    /// <summary>The envelope in a body, or null when there is none.</summary>
    /// <param name="body">What Meta sent.</param>
    /// <param name="secret">The token; Meta repeats a malformed one in its message.</param>
    public static MetaError? Read(JsonElement body, string secret)
    {
        if (body.ValueKind is not JsonValueKind.Object || !body.TryGetProperty("error", out var error) || error.ValueKind is not JsonValueKind.Object)
            return null;

        var message = Text(error, "message") ?? "no message";
        // The user's title often says more than the message: "Invalid parameter" is also "Too many rows".
        if (Text(error, "error_user_title") is { } title && !message.Contains(title, StringComparison.Ordinal))
            message = $"{message} ({title})";
        return new MetaError(Number(error, "code"), Number(error, "error_subcode"), Shortened(message.Replace(secret, "[token]", StringComparison.Ordinal)), Text(error, "fbtrace_id"));
    }

    /// <summary>What went wrong where Meta itself said nothing: the network, or an answer that is no answer.</summary>
    public static MetaError OfTransport(string message) => new(null, null, Shortened(message), null);

    /// <summary>The field, or the first of them, that Meta says it does not have.</summary>
    public string? NonexistingField() => Code is 100 && FieldThatMetaLacks().Match(Message) is { Success: true } match ? match.Groups["field"].Value : null;

    public override string ToString() => this switch
    {
        { Code: null } => Message,
        { Subcode: null } => $"{Message} (Meta error {Code})",
        _ => $"{Message} (Meta error {Code}/{Subcode})",
    };

    [GeneratedRegex(@"nonexisting field \((?<field>\w+)\)|(?<field>\w+)(?:, \w+)* (?:is|are) not valid for fields param")]
    private static partial Regex FieldThatMetaLacks();

    private static string? Text(JsonElement error, string name) =>
        error.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;

    private static int? Number(JsonElement error, string name) =>
        error.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.Number && value.TryGetInt32(out var number) ? number : null;

    private static string Shortened(string text) => text.Length <= LongestMessage ? text : text[..LongestMessage] + "…";
}
