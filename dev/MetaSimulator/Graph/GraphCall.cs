using MetaSimulator.Configuration;
using MetaSimulator.Data;
using MetaSimulator.Faults;
using MetaSimulator.Insights;
using MetaSimulator.Usage;

namespace MetaSimulator.Graph;

// One call as it was read from the wire, and what was decided about it since.
internal sealed class GraphCall
{
    private GraphCall(HttpContext http) => Http = http;

    public HttpContext Http { get; }

    public required string Method { get; init; }

    // Without the query, and so without the token.
    public required string Path { get; init; }

    public required ApiVersion Version { get; init; }

    // The path's parts after the version: a node, and maybe an edge of it.
    public required string[] Parts { get; init; }

    public required CallParameters Parameters { get; init; }

    public required string? Token { get; init; }

    public required bool TokenInQuery { get; init; }

    public string? Account => Parts is [var node, ..] && AdAccount.IsNode(node) ? node : null;

    public DateOnly? Day { get; private init; }

    public long Sequence { get; set; }

    public string TraceId { get; set; } = "";

    public UsageReport Usage { get; set; } = UsageReport.None;

    public Tampering Tampering { get; set; } = Tampering.None;

    public Outcome Outcome { get; set; } = new();

    public static GraphCall Read(HttpContext http, SimulatorOptions options)
    {
        var request = http.Request;
        var parts = request.Path.Value!.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var versioned = ApiVersion.TryParse(parts.FirstOrDefault(), out var version);
        var parameters = new CallParameters(request.Query);
        var inQuery = parameters["access_token"];
        return new(http)
        {
            Method = request.Method,
            Path = request.Path.Value!,
            Version = versioned ? version : ApiVersion.Parse(options.DefaultVersion),
            Parts = versioned ? parts[1..] : parts,
            Parameters = parameters,
            Token = inQuery ?? Bearer(request),
            TokenInQuery = inQuery is not null,
            Day = DateRangeParameter.Since(parameters),
        };
    }

    private static string? Bearer(HttpRequest request) =>
        request.Headers.Authorization.ToString() is { Length: > 7 } header && header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)
            ? header[7..].Trim()
            : null;
}
