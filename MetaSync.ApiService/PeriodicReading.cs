using Npgsql;

namespace MetaSync.ApiService;

/// <summary>Reads from the database what gauges show, again and again.</summary>
internal static class PeriodicReading
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    /// <param name="read">Reads, and keeps what was read.</param>
    /// <param name="forget">Takes the gauges' value away: one that can't be read has none, rather than its last one.</param>
    /// <param name="time">The clock between two readings.</param>
    /// <param name="cancellationToken">Ends the readings.</param>
    public static async Task RepeatAsync(
        Func<CancellationToken, Task> read, Action<NpgsqlException> forget, TimeProvider time, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            try
            {
                await read(cancellationToken);
            }
            catch (NpgsqlException exception)
            {
                forget(exception);
            }
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }
}
