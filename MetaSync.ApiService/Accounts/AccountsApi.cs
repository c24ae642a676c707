using MetaSync.ApiService.Sync;
using MetaSync.Sync;
using Microsoft.AspNetCore.Http.HttpResults;

namespace MetaSync.ApiService.Accounts;

/// <summary>The route <c>/api/accounts</c>.</summary>
internal static class AccountsApi
{
    public static void AddAccounts(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton(new ConfiguredAccounts(builder.Configuration)); // now, so that a wrong name ends the start
        builder.Services.AddSingleton<KnownAccounts>();
        builder.Services.AddHealthChecks().AddCheck<AccountsHealth>("accounts");
    }

    public static void MapAccounts(this IEndpointRouteBuilder routes) => routes.MapGet("/api/accounts", ListAsync)
        .WithTags("Accounts")
        .WithSummary("The ad accounts that may be asked for: their time zone, currency, current and oldest day, and what is wrong with them.")
        .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static async Task<Ok<Answer<IReadOnlyList<KnownAccount>>>> ListAsync(KnownAccounts accounts, CancellationToken cancellationToken) =>
        TypedResults.Ok(new Answer<IReadOnlyList<KnownAccount>>(await accounts.ListAsync(cancellationToken)));
}
