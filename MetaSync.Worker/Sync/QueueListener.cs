using MetaSync.Sync;
using Npgsql;
using Quartz.Extensibility;

namespace MetaSync.Worker.Sync;

/// <summary>Wakes the scheduler when somebody has enqueued days; without it a worker finds them at its next look, a second later.</summary>
internal sealed class QueueListener(NpgsqlDataSource database, ISchedulerSignaler scheduler, TimeProvider time, ILogger<QueueListener> logger) : BackgroundService
{
    private static readonly TimeSpan BeforeReconnecting = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await ListenAsync(stoppingToken);
            }
            catch (NpgsqlException exception)
            {
                logger.ListenerLost(exception.Message);
                await Task.Delay(BeforeReconnecting, time, stoppingToken);
            }
        }
    }

    private async Task ListenAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var listen = new NpgsqlCommand($"LISTEN {SyncDayContract.Channel}", connection);
        await listen.ExecuteNonQueryAsync(cancellationToken);
        while (true)
        {
            await connection.WaitAsync(cancellationToken);
            await scheduler.SignalSchedulingChange(null, cancellationToken);
        }
    }
}
