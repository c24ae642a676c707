using MetaSync.Sync;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace MetaSync.ApiService.Sync;

/// <summary>Degraded when nobody works, or when days wait that nothing holds back: starting the API anew would mend neither.</summary>
internal sealed class QueueHealth(NpgsqlDataSource database, TimeProvider time) : IHealthCheck
{
    /// <summary>A worker checks in once a second.</summary>
    private static readonly TimeSpan Silent = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Stalled = TimeSpan.FromMinutes(10);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            return await ReadAsync(cancellationToken);
        }
        catch (NpgsqlException exception)
        {
            return HealthCheckResult.Unhealthy(HealthAnswer.DatabaseRemedy, exception);
        }
    }

    private async Task<HealthCheckResult> ReadAsync(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("""
            WITH lanes AS (
              SELECT lane, count(*) AS days, bool_or(state = 'running' OR coalesce(waiting_until > now(), false)) AS is_held
              FROM metasync.sync_days WHERE state IN ('queued', 'running', 'waiting') GROUP BY lane
            )
            SELECT (SELECT count(*) FILTER (WHERE last_checkin_time > $2) FROM qrtz_scheduler_state WHERE sched_name = $1 HAVING count(*) > 0),
                   coalesce(sum(days), 0)::bigint,
                   coalesce(sum(days) FILTER (WHERE NOT is_held AND NOT EXISTS (
                     SELECT FROM metasync.sync_days AS day WHERE day.lane = lanes.lane AND updated_at > now() - $3)), 0)::bigint
            FROM lanes
            """);
        command.Parameters.Add(new() { Value = SyncDayContract.SchedulerName });
        command.Parameters.Add(new() { Value = (time.GetUtcNow() - Silent).UtcTicks });
        command.Parameters.Add(new() { Value = Stalled });
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        await row.ReadAsync(cancellationToken);
        return Judge(row.IsDBNull(0) ? null : row.GetInt64(0), row.GetInt64(1), row.GetInt64(2));
    }

    /// <param name="workers">How many have checked in lately; null when none ever has, as at the first start, when they are about to.</param>
    /// <param name="unfinished">Jobs in the queue.</param>
    /// <param name="stalled">Those of them that nothing holds back.</param>
    private static HealthCheckResult Judge(long? workers, long unfinished, long stalled) => (workers, stalled) switch
    {
        (null, _) when unfinished == 0 => HealthCheckResult.Healthy(),
        (null or 0, _) => HealthCheckResult.Degraded(
            $"No worker is running, so nothing is fetched; {unfinished} jobs are in the queue. Start one; if one was started, its log says why it has ended."),
        (_, > 0) => HealthCheckResult.Degraded(
            $"{stalled} jobs have stood still for {Stalled.TotalMinutes:0} minutes, and nothing holds them back. Restart the workers; their logs say what they were at."),
        _ => HealthCheckResult.Healthy(),
    };
}
