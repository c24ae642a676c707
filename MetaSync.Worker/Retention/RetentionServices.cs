namespace MetaSync.Worker.Retention;

internal static class RetentionServices
{
    public static void AddRetention(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<RetentionOptions>().BindConfiguration("Retention").ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddHostedService<RetentionSchedule>();
    }
}
