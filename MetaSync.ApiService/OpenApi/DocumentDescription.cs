using MetaSync.ApiService.Problems;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace MetaSync.ApiService.OpenApi;

/// <summary>What is true of the whole API: what it is, how a caller shows who it is, and which problems there are.</summary>
internal sealed class DocumentDescription : IOpenApiDocumentTransformer
{
    /// <summary>Changes with what a client may rely on, and not with each release.</summary>
    private const string Version = "1.0";

    private const string Description =
        "Brings Meta ad results into PostgreSQL, day by day. A range of dates becomes one job per day and account; the answers here say how far they are, and what they have brought.\n\n"
        + "Days are `yyyy-MM-dd`, of the ad account's own time zone, and both ends of a range are included. Instants are UTC. Answers are `{\"data\": …}`. "
        + "Every error is a problem document (RFC 9457) whose `type` says which kind it is, and whose `detail` names the value and the way out.\n\n"
        + "Where `Access:Mode` is `Keys`, each request comes with `Authorization: Bearer msk_…`; reading needs a key with the scope `read`, and all else one with `write`.";

    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo { Title = "MetaSync", Version = Version, Description = Description };
        document.Servers = []; // the one that the document came from
        document.AddComponent<IOpenApiSecurityScheme>("bearer", new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            BearerFormat = "msk_…",
            Description = "A key that `keys create` has made.",
        });
        document.Security = [new() { [new OpenApiSecuritySchemeReference("bearer", document)] = [] }];
        document.Tags = new HashSet<OpenApiTag>(
        [
            new() { Name = "Sync", Description = "Ask for days, and steer what was asked for." },
            new() { Name = "Calendar", Description = "Which days are in." },
            new() { Name = "Insights", Description = "The numbers." },
            new() { Name = "Events", Description = "What changes, as it happens." },
            new() { Name = "Accounts", Description = "The ad accounts." },
            new() { Name = "Connection", Description = "How things stand with Meta." },
            new() { Name = "Access", Description = "Who is signed in, and who did what." },
        ]);
        foreach (var type in ProblemType.All)
            ProblemResponses.Add(document, [type]);
        return Task.CompletedTask;
    }
}
