using System.ComponentModel;
using MetaSync.ApiService.Calendar;
using MetaSync.ApiService.Problems;
using MetaSync.ApiService.Sync;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace MetaSync.ApiService.Insights;

/// <summary>The route <c>/api/insights/daily</c>.</summary>
internal static class DailyInsightsApi
{
    public static void AddDailyInsights(this IHostApplicationBuilder builder) => builder.Services.AddSingleton<DailyInsightsReading>();

    public static void MapDailyInsights(this IEndpointRouteBuilder routes) => routes.MapGet("/api/insights/daily", ReadAsync)
        .WithTags("Insights")
        .WithSummary("Spend, impressions, clicks and results per day and currency, from what is stored.")
        .WithKnownParametersOnly()
        .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static async Task<Results<Ok<Answer<DailyInsights>>, ValidationProblem>> ReadAsync(
        [AsParameters] DayQuery query,
        [FromQuery, Description("The type of action that counts as a result, such as purchase; the most valuable that there is when left out.")] string? action,
        DayFilters filters, DailyInsightsReading insights, CancellationToken cancellationToken)
    {
        var (filter, errors) = await filters.ReadAsync(query, cancellationToken);
        return filter is null
            ? ProblemType.OfFields(errors)
            : TypedResults.Ok(new Answer<DailyInsights>(await insights.ReadAsync(filter, action, cancellationToken)));
    }
}
