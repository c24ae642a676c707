using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace MetaSync.ApiService.Accounts;

/// <summary>Degraded when Meta refuses an ad account: its days fail, and those of the others go on.</summary>
internal sealed class AccountsHealth(KnownAccounts accounts) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            string[] problems = [.. (await accounts.ListAsync(cancellationToken)).Where(account => account.Problem is not null)
                .Select(account => $"Meta refuses {account.Account}: {account.Problem}. {account.Remedy}".TrimEnd())];
            return problems.Length == 0 ? HealthCheckResult.Healthy() : HealthCheckResult.Degraded(string.Join(' ', problems));
        }
        catch (NpgsqlException exception)
        {
            return HealthCheckResult.Unhealthy(HealthAnswer.DatabaseRemedy, exception);
        }
    }
}
