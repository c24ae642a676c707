namespace MetaSync.Worker.Reports;

internal static class ReportServices
{
    public static void AddReports(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton(new ReportCatalog(builder.Configuration)); // now, so that a wrong report ends the start
        builder.Services.AddSingleton<FetchPlans>();
        builder.Services.AddSingleton<ReportRuns>();
        builder.Services.AddSingleton<ReportSubmissions>();
        builder.Services.AddSingleton<PageReader>();
        builder.Services.AddTransient<ReportRunner>();
        builder.Services.AddTransient<ReportFetch>();
        builder.Services.AddHostedService<ReportRegistry>();
    }
}
