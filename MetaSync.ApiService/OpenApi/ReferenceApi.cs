using System.Security.Cryptography;
using System.Text.Json.Serialization;
using MetaSync.ApiService.Access;
using Microsoft.AspNetCore.Authorization;
using Scalar.AspNetCore;

namespace MetaSync.ApiService.OpenApi;

/// <summary>What describes the API: the document at <c>/openapi/v1.json</c>, and a page to read it at <c>/reference</c>.</summary>
internal static class ReferenceApi
{
    private const string Page = "/reference";

    public static void AddReference(this WebApplicationBuilder builder)
    {
        builder.Services.AddOpenApi(options => options
            .AddDocumentTransformer<DocumentDescription>()
            .AddOperationTransformer<OperationExamples>()
            .AddOperationTransformer<ProblemResponses>());
        // Else the document says that each number may be a text.
        builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict);
    }

    public static void MapReference(this IEndpointRouteBuilder routes)
    {
        routes.MapOpenApi();
        routes.MapScalarApiReference(Page, Configure).Finally(Close);
    }

    /// <summary>The library opens its page to everybody; ours is for who may read.</summary>
    private static void Close(EndpointBuilder endpoint)
    {
        foreach (var opening in endpoint.Metadata.OfType<IAllowAnonymous>().ToArray())
            endpoint.Metadata.Remove(opening);
    }

    /// <summary>Nothing is loaded from another host, and nothing is sent to one.</summary>
    private static void Configure(ScalarOptions reference, HttpContext context)
    {
        var nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
        context.Features.Set(new ContentSecurityPolicy(
            $"default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; "
            + "connect-src 'self'; base-uri 'none'; frame-ancestors 'none'"));
        reference.Title = "MetaSync API";
        reference.Nonce = nonce;
        reference.DefaultFonts = false;
        reference.Telemetry = false;
        reference.ProxyUrl = null;
        reference.Agent = new() { Disabled = true };
        reference.Mcp = new() { Disabled = true };
        reference.ShowDeveloperTools = DeveloperToolsVisibility.Never;
        reference.HideClientButton = true; // it leads to another host, and tells it where this one is
        reference.Favicon = $"{context.Request.PathBase}/assets/icon.svg";
        reference.DynamicBaseServerUrl = true;
    }
}
