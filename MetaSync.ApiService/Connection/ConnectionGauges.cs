using System.Diagnostics.Metrics;
using MetaSync.Sync;

namespace MetaSync.ApiService.Connection;

/// <summary>For how long Meta's limits still hold calls back, whether the token works, and for how long it will.</summary>
internal sealed class ConnectionGauges : BackgroundService
{
    private readonly ConnectionStore _connection;
    private readonly TimeProvider _time;
    private readonly ILogger<ConnectionGauges> _logger;
    private volatile ConnectionStatus? _status;

    public ConnectionGauges(ConnectionStore connection, TimeProvider time, ILogger<ConnectionGauges> logger)
    {
        (_connection, _time, _logger) = (connection, time, logger);
        SyncTelemetry.Meter.CreateObservableGauge("metasync.meta.blocked", Blocked, "s", "For how long no call is made because of a rate limit.");
        SyncTelemetry.Meter.CreateObservableGauge("metasync.token.parked", Parked, "1", "1 while Meta does not accept the token, else 0.");
        SyncTelemetry.Meter.CreateObservableGauge("metasync.token.expires_in", ExpiresIn, "s", "Until the token or its access to data expires; none when it never does.");
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => PeriodicReading.RepeatAsync(
        async token => _status = await _connection.ReadAsync(token),
        exception =>
        {
            _status = null;
            _logger.ConnectionNotReadable(exception.Message);
        },
        _time,
        stoppingToken);

    private IEnumerable<Measurement<double>> Blocked() => _status is not { } status ? [] :
        status.RateLimits.Where(limit => limit.BlockedUntil is not null).Select(limit => new Measurement<double>(
            Math.Max(0, (limit.BlockedUntil!.Value - _time.GetUtcNow()).TotalSeconds),
            new("metasync.meta.meter", limit.Meter), new("metasync.account", limit.Account ?? "")));

    private IEnumerable<Measurement<int>> Parked() => _status?.Token is not { } token ? [] : [new(token.State is "parked" ? 1 : 0)];

    private IEnumerable<Measurement<double>> ExpiresIn()
    {
        DateTimeOffset?[] ends = [_status?.Token?.ExpiresAt, _status?.Token?.DataAccessExpiresAt];
        return ends.Min() is { } first ? [new((first - _time.GetUtcNow()).TotalSeconds)] : [];
    }
}
