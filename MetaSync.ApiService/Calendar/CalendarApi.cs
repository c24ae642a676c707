namespace MetaSync.ApiService.Calendar;

/// <summary>The routes that tell of days: what is in, and how it came about.</summary>
internal static class CalendarApi
{
    public static void AddCalendar(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<KnownReports>();
        builder.Services.AddSingleton<DayFilters>();
    }
}
