namespace MetaSync.Worker.Refresh;

internal static class RefreshServices
{
    public static void AddRefresh(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<RefreshOptions>().BindConfiguration("Refresh").ValidateOnStart();
        builder.Services.AddSingleton<RefreshSchedule>();
    }
}
