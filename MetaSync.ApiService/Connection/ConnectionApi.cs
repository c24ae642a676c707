using MetaSync.ApiService.Sync;
using Microsoft.AspNetCore.Http.HttpResults;

namespace MetaSync.ApiService.Connection;

/// <summary>The route <c>/api/connection</c>.</summary>
internal static class ConnectionApi
{
    public static void AddConnection(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<ConnectionStore>();
        builder.Services.AddHealthChecks().AddCheck<ConnectionHealth>("meta");
        builder.Services.AddHostedService<ConnectionGauges>();
    }

    public static void MapConnection(this IEndpointRouteBuilder routes) => routes.MapGet("/api/connection", ReadAsync)
        .WithTags("Connection")
        .WithSummary("How things stand with Meta: the token, when it expires, and the rate limits.")
        .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static async Task<Ok<Answer<ConnectionStatus>>> ReadAsync(ConnectionStore connection, CancellationToken cancellationToken) =>
        TypedResults.Ok(new Answer<ConnectionStatus>(await connection.ReadAsync(cancellationToken)));
}
