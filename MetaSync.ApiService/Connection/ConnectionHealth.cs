using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace MetaSync.ApiService.Connection;

/// <summary>Degraded, and not unhealthy, when Meta needs somebody's attention: starting the API anew would mend nothing.</summary>
internal sealed class ConnectionHealth(ConnectionStore connection, TimeProvider time) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            var status = await connection.ReadAsync(cancellationToken);
            return status.Token switch
            {
                { State: "parked" } token => HealthCheckResult.Degraded($"Meta does not accept the token: {token.Problem}. {token.Remedy}"),
                { } token when token.Warning(time.GetUtcNow()) is { } warning => HealthCheckResult.Degraded(warning),
                _ => HealthCheckResult.Healthy(),
            };
        }
        catch (NpgsqlException exception)
        {
            return HealthCheckResult.Unhealthy(HealthAnswer.DatabaseRemedy, exception);
        }
    }
}
