namespace MetaSync.Worker.Reports;

internal static class ReportServices
{
    public static void AddReports(this IHostApplicationBuilder builder) =>
        builder.Services.AddSingleton(new ReportCatalog(builder.Configuration)); // now, so that a wrong report ends the start
}
