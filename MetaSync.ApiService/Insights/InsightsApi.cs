using System.ComponentModel;
using System.Data;
using MetaSync.ApiService.Calendar;
using MetaSync.ApiService.Problems;
using MetaSync.ApiService.Sync;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Npgsql;

namespace MetaSync.ApiService.Insights;

/// <summary>The routes that give the stored rows away: <c>/api/insights</c> and <c>/api/insights/manifest</c>.</summary>
internal static class InsightsApi
{
    private const string RetryAfterSeconds = "30";

    public static void AddInsights(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<ExportOptions>().BindConfiguration("Export").ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<Exports>();
        builder.Services.AddSingleton<InsightsExport>();
    }

    public static void MapInsights(this IEndpointRouteBuilder routes)
    {
        var insights = routes.MapGroup("/api/insights").WithTags("Insights")
            .ProducesProblem(StatusCodes.Status429TooManyRequests).ProducesProblem(StatusCodes.Status503ServiceUnavailable);

        insights.MapGet("", ExportAsync)
            .WithSummary("The stored rows of a report as a file: every row of the days asked for, all of one moment, in the order account, day, campaign, ad set, ad, breakdowns.")
            .WithDescription("The header MetaSync-Rows says how many rows there are, before the first. An answer that breaks off ends with an error of the connection, "
                + "and without its manifest (JSON, NDJSON) or footer (Parquet).")
            .Produces<string>(StatusCodes.Status200OK, ExportFormat.Json.MediaType, [.. ExportFormat.All.Skip(1).Select(format => format.MediaType)])
            .WithKnownParametersOnly();
        insights.MapGet("/manifest", DescribeAsync)
            .WithSummary("What an export of the same filter holds now: rows and sums, columns, and which days are in, provisional, failed or missing.")
            .WithKnownParametersOnly();
    }

    private static async Task<Results<EmptyHttpResult, ValidationProblem, ProblemHttpResult>> ExportAsync(
        [AsParameters] DayQuery query,
        [FromQuery(Name = "format"), Description("json, ndjson, csv or parquet; json when left out.")] string? format,
        [FromQuery(Name = "raw"), Description("1 for a CSV whose texts are all as they are stored. Else one that a spreadsheet would run as a formula gets a ' before it.")] string? raw,
        DayFilters filters, Exports exports, InsightsExport export, HttpContext context, CancellationToken cancellationToken)
    {
        var (filter, errors) = await filters.ReadAsync(query, cancellationToken);
        var (found, isRaw) = ExportRequest.Read(format, raw, errors);
        if (filter is null || errors.Count > 0)
            return ProblemType.OfFields(errors);

        using var permission = exports.Begin();
        if (permission is null)
            return TooMany(exports, context);

        await export.SendAsync(new ExportRequest(query.Report ?? ExportRequest.DefaultReport, filter, found, isRaw), context, cancellationToken);
        return TypedResults.Empty;
    }

    private static async Task<Results<Ok<Answer<Manifest>>, ValidationProblem, ProblemHttpResult>> DescribeAsync(
        [AsParameters] DayQuery query,
        [FromQuery(Name = "format"), Description("Makes no difference: the address of an export is that of its manifest, too.")] string? format,
        [FromQuery(Name = "raw"), Description("Makes no difference.")] string? raw,
        DayFilters filters, Exports exports, NpgsqlDataSource database, HttpContext context, CancellationToken cancellationToken)
    {
        var (filter, errors) = await filters.ReadAsync(query, cancellationToken);
        ExportRequest.Read(format, raw, errors);
        if (filter is null || errors.Count > 0)
            return ProblemType.OfFields(errors);

        using var permission = exports.Begin();
        if (permission is null)
            return TooMany(exports, context);

        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        return TypedResults.Ok(new Answer<Manifest>(await new ManifestReader(connection, query.Report ?? ExportRequest.DefaultReport, filter).ReadAsync(cancellationToken)));
    }

    private static ProblemHttpResult TooMany(Exports exports, HttpContext context)
    {
        context.Response.Headers.RetryAfter = RetryAfterSeconds;
        return ProblemType.TooManyRequests.Because(
            $"{exports.Limit} exports run already, and no more do at once (Export:Concurrency). Send the request again in {RetryAfterSeconds} seconds, or when one of them has ended.");
    }
}
