using MetaSimulator.Batches;
using MetaSimulator.Data;
using MetaSimulator.Faults;
using MetaSimulator.Insights;
using MetaSimulator.Runs;
using MetaSimulator.Tokens;
using MetaSimulator.Usage;
using Microsoft.AspNetCore.Http.Features;

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

    // Counts only in the query.
    public required string? SecretProof { get; init; }

    // If the call is a part of a batch.
    public PartResponse? Part => Http.Features.Get<IHttpResponseFeature>() as PartResponse;

    // A part's address is in the body of its batch.
    public bool TokenInAddress => Part is null && Token is { Length: > 0 } && Uri.UnescapeDataString(Http.Request.QueryString.Value ?? "").Contains(Token, StringComparison.Ordinal);

    // What the token is, once it was found to be valid.
    public TokenSettings? Grant { get; set; }

    public string? Account { get; private init; }

    // The account, campaign, ad set or ad, if there is such a one.
    public EntityNode? Node { get; private init; }

    public Run? Run { get; private init; }

    public DateOnly? Day { get; private init; }

    public DateOnly? Until { get; private init; }

    public RunPhase? Phase => (Method, Parts) switch
    {
        ("POST", [_, "insights"]) => RunPhase.Submit,
        ("GET", [_]) when Run is not null => RunPhase.Poll,
        ("GET", [_, "insights"]) when Run is not null => RunPhase.Read,
        _ => null,
    };

    public long Sequence { get; set; }

    public string TraceId { get; set; } = "";

    public UsageReport Usage { get; set; } = UsageReport.None;

    public bool WhileBlocked { get; set; }

    // What the rate limits say of the call; an injected fault comes before it.
    public GraphError? Refusal { get; set; }

    public Tampering Tampering { get; set; } = Tampering.None;

    public Outcome Outcome { get; set; } = new();

    public static async Task<GraphCall> Read(HttpContext http, World world, RunBook runs)
    {
        var request = http.Request;
        var parts = request.Path.Value!.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var versioned = ApiVersion.TryParse(parts.FirstOrDefault(), out var version);
        var path = versioned ? parts[1..] : parts;
        var parameters = await CallParameters.Read(request, http.RequestAborted);
        var run = path is [var id, ..] ? runs.Find(id) : null;
        var node = path is [var first, ..] ? FindNode(world, first) : null;
        return new(http)
        {
            Method = request.Method,
            Path = request.Path.Value!,
            Version = versioned ? version : ApiVersion.Parse(world.Options.DefaultVersion),
            Parts = path,
            Parameters = parameters,
            Token = parameters["access_token"] ?? Bearer(request),
            SecretProof = request.Query["appsecret_proof"],
            Account = AccountOf(path, run, node),
            Run = run,
            Node = node,
            Day = run?.Query.Range.Since ?? DateRangeParameter.Since(parameters),
            Until = run?.Query.Range.Until ?? DateRangeParameter.Until(parameters),
        };
    }

    private static EntityNode? FindNode(World world, string id) => AdAccount.IsNode(id)
        ? world.Find(id) is { } account ? new(account, Level.Account, 0) : null
        : world.FindEntity(id);

    private static string? AccountOf(string[] path, Run? run, EntityNode? node) => (run?.Query.Account ?? node?.Account) is { } account
        ? AdAccount.Node(account.Id)
        : path is [var id, ..] && AdAccount.IsNode(id) ? id : null;

    private static string? Bearer(HttpRequest request) =>
        request.Headers.Authorization.ToString() is { Length: > 7 } header && header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)
            ? header[7..].Trim()
            : null;
}
