using System.Diagnostics.Metrics;
using MetaSync.Sync;
using Npgsql;

namespace MetaSync.ApiService.Sync;

/// <summary>How many days are not finished, and for how long the oldest of them has been there.</summary>
internal sealed class QueueGauges : BackgroundService
{
    private readonly NpgsqlDataSource _database;
    private readonly TimeProvider _time;
    private readonly ILogger<QueueGauges> _logger;
    private volatile Reading? _reading;

    public QueueGauges(NpgsqlDataSource database, TimeProvider time, ILogger<QueueGauges> logger)
    {
        (_database, _time, _logger) = (database, time, logger);
        SyncTelemetry.Meter.CreateObservableGauge("metasync.queue.depth", Depths, "{day}", "Days that are not finished, by state.");
        SyncTelemetry.Meter.CreateObservableGauge("metasync.queue.age", Age, "s", "How long ago the oldest unfinished day was asked for; paused days do not count.");
    }

    private sealed record Reading(int Queued, int Running, int Waiting, int Paused, double OldestSeconds);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => PeriodicReading.RepeatAsync(
        async token => _reading = await ReadAsync(token),
        exception =>
        {
            _reading = null;
            _logger.QueueNotReadable(exception.Message);
        },
        _time,
        stoppingToken);

    private async Task<Reading> ReadAsync(CancellationToken cancellationToken)
    {
        await using var command = _database.CreateCommand("""
            SELECT count(*) FILTER (WHERE state = 'queued')::int, count(*) FILTER (WHERE state = 'running')::int,
                   count(*) FILTER (WHERE state = 'waiting')::int, count(*) FILTER (WHERE state = 'paused')::int,
                   coalesce(extract(epoch FROM now() - min(batch.created_at) FILTER (WHERE state <> 'paused')), 0)::float8
            FROM metasync.sync_days AS day JOIN metasync.sync_batches AS batch ON batch.id = day.batch_id
            WHERE state IN ('queued', 'running', 'waiting', 'paused')
            """);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        await row.ReadAsync(cancellationToken);
        return new Reading(row.GetInt32(0), row.GetInt32(1), row.GetInt32(2), row.GetInt32(3), row.GetDouble(4));
    }

    private IEnumerable<Measurement<int>> Depths() => _reading is not { } reading ? [] :
    [
        new(reading.Queued, new KeyValuePair<string, object?>("metasync.state", "queued")),
        new(reading.Running, new KeyValuePair<string, object?>("metasync.state", "running")),
        new(reading.Waiting, new KeyValuePair<string, object?>("metasync.state", "waiting")),
        new(reading.Paused, new KeyValuePair<string, object?>("metasync.state", "paused")),
    ];

    private IEnumerable<Measurement<double>> Age() => _reading is not { } reading ? [] : [new(reading.OldestSeconds)];
}
