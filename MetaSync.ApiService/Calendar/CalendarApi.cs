using System.ComponentModel;
using System.Globalization;
using MetaSync.ApiService.Accounts;
using MetaSync.ApiService.Problems;
using MetaSync.ApiService.Sync;
using Microsoft.AspNetCore.Http.HttpResults;

namespace MetaSync.ApiService.Calendar;

/// <summary>The routes that tell of days: what is in, and how it came about.</summary>
internal static class CalendarApi
{
    public static void AddCalendar(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<KnownReports>();
        builder.Services.AddSingleton<DayFilters>();
        builder.Services.AddSingleton<CalendarReading>();
        builder.Services.AddSingleton<DayStories>();
        builder.Services.AddResponseCompression(compression => compression.EnableForHttps = true);
    }

    /// <summary>Five years of fifty accounts are 100 kB, and a tenth of it compressed. Nothing else is: no secret may come close to what a stranger can choose.</summary>
    public static void UseCalendarCompression(this IApplicationBuilder app) =>
        app.UseWhen(context => context.Request.Path.StartsWithSegments("/api/calendar"), calendar => calendar.UseResponseCompression());

    public static void MapCalendar(this IEndpointRouteBuilder routes)
    {
        var days = routes.MapGroup("/api").WithTags("Calendar").ProducesProblem(StatusCodes.Status503ServiceUnavailable);

        days.MapGet("/calendar", ReadAsync)
            .WithSummary("The days of accounts, each as one character, and a sentence that says whether they are all in.")
            .WithKnownParametersOnly();
        days.MapGet("/days/{account}/{day}", ReadDayAsync)
            .WithSummary("A day's story: what is stored of it, the jobs that there were for it, and what each fetch has changed.")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Results<Ok<Answer<CalendarAnswer>>, ValidationProblem>> ReadAsync(
        [AsParameters] DayQuery query, DayFilters filters, CalendarReading calendar, CancellationToken cancellationToken)
    {
        var (filter, errors) = await filters.ReadAsync(query, cancellationToken);
        return filter is null
            ? ProblemType.OfFields(errors)
            : TypedResults.Ok(new Answer<CalendarAnswer>(await calendar.ReadAsync(filter, cancellationToken)));
    }

    private static async Task<Results<Ok<Answer<DayStory>>, ProblemHttpResult>> ReadDayAsync(
        [Description("An ad account, such as act_1.")] string account,
        [Description("A day of the account's time zone, as yyyy-MM-dd.")] string day,
        KnownAccounts accounts, DayStories stories, CancellationToken cancellationToken)
    {
        if (!DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
            return ProblemType.InvalidRequest.Because($"The day is '{day}', which is not a calendar day. Give a day as yyyy-MM-dd, for example 2026-01-31.");

        return (await accounts.ListAsync(cancellationToken)).FirstOrDefault(one => one.Account == account) is { } known
            ? TypedResults.Ok(new Answer<DayStory>(await stories.ReadAsync(known, date, cancellationToken)))
            : ProblemType.UnknownAddress.Because($"There is no account '{account}'. GET /api/accounts lists them.");
    }
}
