namespace MetaSync.Worker.Connection;

internal static class ConnectionServices
{
    public static void AddConnection(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<TokenFingerprint>();
        builder.Services.AddSingleton<TokenState>();
        builder.Services.AddHostedService<ConnectionSchedule>();
    }
}
