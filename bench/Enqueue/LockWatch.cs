using System.Diagnostics;
using MetaSync.Sync;
using Npgsql;

namespace MetaSync.Bench.Enqueue;

/// <summary>How long the row lock was held that every scheduling call in the cluster needs: somebody asks for it again and again, and never waits.</summary>
internal static class LockWatch
{
    /// <summary>A share of the lock is refused while somebody has it, and hinders nobody for longer than the statement takes.</summary>
    private const string Ask = $"""
        SELECT count(*) FROM (
          SELECT FROM qrtz_locks WHERE sched_name = '{SyncDayContract.SchedulerName}' AND lock_name = 'TRIGGER_ACCESS' FOR KEY SHARE SKIP LOCKED
        ) AS free
        """;

    /// <returns>Milliseconds from the first refusal to the last, which is short of the truth by two questions at most, half a millisecond or so.</returns>
    public static async Task<double> HoldDuringAsync(NpgsqlDataSource database, Func<Task> act, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var command = new NpgsqlCommand(Ask, connection);
        await command.PrepareAsync(cancellationToken);
        (long First, long Last) refused = default;
        var acting = act();
        while (!acting.IsCompleted)
        {
            var asked = Stopwatch.GetTimestamp();
            if ((long)(await command.ExecuteScalarAsync(cancellationToken))! == 0)
                refused = (refused.First == 0 ? asked : refused.First, Stopwatch.GetTimestamp());
        }

        await acting;
        return Stopwatch.GetElapsedTime(refused.First, refused.Last).TotalMilliseconds;
    }
}
