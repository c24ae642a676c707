using MetaSync.Sync;

namespace MetaSync.Worker.Accounts;

internal static class AccountServices
{
    public static void AddAccounts(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton(new ConfiguredAccounts(builder.Configuration)); // now, so that a wrong name ends the start
        builder.Services.AddSingleton<AccountTable>();
        builder.Services.AddTransient<AccountReader>();
        builder.Services.AddTransient<AccountGate>();
    }
}
