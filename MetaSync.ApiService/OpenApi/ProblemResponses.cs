using System.Text.Json.Nodes;
using MetaSync.ApiService.Problems;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace MetaSync.ApiService.OpenApi;

/// <summary>Names the problems that an operation can answer, each with an example.</summary>
internal sealed class ProblemResponses : IOpenApiOperationTransformer
{
    private const string Schema = "Problem";

    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        operation.Responses ??= [];
        foreach (var ofStatus in Of(context.Description).GroupBy(type => type.Status).OrderBy(ofStatus => ofStatus.Key))
            operation.Responses[$"{ofStatus.Key}"] = Add(context.Document!, [.. ofStatus]);
        return Task.CompletedTask;
    }

    /// <summary>Those that the route declares by their status, and those that stand before every route.</summary>
    private static IEnumerable<ProblemType> Of(ApiDescription operation)
    {
        int[] declared = [.. operation.SupportedResponseTypes.Select(response => response.StatusCode).Where(status => status >= StatusCodes.Status400BadRequest)];
        ProblemType[] before = HttpMethods.IsGet(operation.HttpMethod!)
            ? [ProblemType.NotSignedIn, ProblemType.TooManyRequests, ProblemType.Unexpected]
            : [ProblemType.NotSignedIn, ProblemType.NotAllowed, ProblemType.CrossSite, ProblemType.TooManyRequests, ProblemType.Unexpected];
        var missing = operation.RelativePath!.Contains("{batchId}", StringComparison.Ordinal) ? ProblemType.UnknownBatch : ProblemType.UnknownAddress;
        return ProblemType.All.Where(type => before.Contains(type)
            || (declared.Contains(type.Status) && (type.Status != StatusCodes.Status404NotFound || type == missing)));
    }

    /// <summary>The response of some problems of one status, which stands once in the document.</summary>
    public static OpenApiResponseReference Add(OpenApiDocument document, IReadOnlyList<ProblemType> types)
    {
        if (document.Components?.Schemas?.ContainsKey(Schema) is not true)
            document.AddComponent<IOpenApiSchema>(Schema, Problem());
        var name = string.Join("-or-", types.Select(type => type.Name));
        if (document.Components?.Responses?.ContainsKey(name) is not true)
            document.AddComponent<IOpenApiResponse>(name, Response(document, types));
        return new OpenApiResponseReference(name, document);
    }

    private static OpenApiResponse Response(OpenApiDocument document, IReadOnlyList<ProblemType> types) => new()
    {
        Description = string.Join(", or: ", types.Select(type => type.Title)),
        Headers = types[0].Status is StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable ? RetryAfter() : null,
        Content = new Dictionary<string, OpenApiMediaType>
        {
            ["application/problem+json"] = new()
            {
                Schema = new OpenApiSchemaReference(Schema, document),
                Examples = types.ToDictionary(type => type.Name, type => (IOpenApiExample)new OpenApiExample { Value = Example(type) }),
            },
        },
    };

    private static JsonObject Example(ProblemType type) => new()
    {
        ["type"] = type.Uri,
        ["title"] = type.Title,
        ["status"] = type.Status,
        ["detail"] = OperationExamples.Of(type.Name).GetValue<string>(),
        ["traceId"] = "00-5f2b6c1d9e8a47038c1f6d2b7a90e4c3-8d1c5f70a2b39e64-01",
    };

    private static Dictionary<string, IOpenApiHeader> RetryAfter() => new()
    {
        ["Retry-After"] = new OpenApiHeader { Description = "In how many seconds to try again.", Schema = new OpenApiSchema { Type = JsonSchemaType.Integer } },
    };

    private static OpenApiSchema Problem() => new()
    {
        Type = JsonSchemaType.Object,
        Required = new HashSet<string> { "type", "title", "status" },
        Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["type"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "The kind of problem.", Enum = [.. ProblemType.All.Select(type => (JsonNode)type.Uri)] },
            ["title"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "What is the same in each case of it." },
            ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Description = "The HTTP status." },
            ["detail"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "What is wrong, and the way out." },
            ["errors"] = new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                Description = "Of a request with several fields: what is wrong with each.",
                AdditionalProperties = new OpenApiSchema { Type = JsonSchemaType.Array, Items = new OpenApiSchema { Type = JsonSchemaType.String } },
            },
            ["traceId"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "Under which logs and traces have it." },
        },
    };
}
