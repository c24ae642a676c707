using MetaSync.Faults.Rig;
using MetaSync.Sync;
using Npgsql;

namespace MetaSync.Bench.Rig;

/// <summary>What is done to the tables of the queue between two rounds, and the days that are put into it.</summary>
internal static class Queue
{
    /// <summary>As many days as are asked for, all of which Meta still has, as long as they are not more than three years.</summary>
    public static DateRange Days(int count)
    {
        var yesterday = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddDays(-1);
        return new(yesterday.AddDays(1 - count), yesterday);
    }

    /// <summary>While no worker runs.</summary>
    public static Task EmptyAsync(NpgsqlDataSource database, CancellationToken cancellationToken) => database.ExecuteAsync(
        "TRUNCATE metasync.sync_batches, metasync.sync_days, qrtz_job_details, qrtz_triggers, qrtz_simple_triggers, qrtz_fired_triggers CASCADE", cancellationToken);

    /// <summary>While a worker runs, which has run all days: the last one's job may be about to go, and the bench's days end in Quartz only.</summary>
    public static async Task ForgetAsync(NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        while (await database.ScalarAsync<bool>($"SELECT EXISTS (SELECT FROM qrtz_job_details WHERE job_group = '{SyncDayContract.Group}')", cancellationToken))
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, cancellationToken);
        await database.ExecuteAsync("TRUNCATE metasync.sync_batches, metasync.sync_days CASCADE", cancellationToken);
    }

    /// <summary>As if the account's days had run.</summary>
    public static Task RunThroughAsync(NpgsqlDataSource database, string account, CancellationToken cancellationToken) => database.ExecuteAsync($"""
        UPDATE metasync.sync_days SET state = 'succeeded', attempts = 1, started_at = now(), finished_at = now() WHERE account = '{account}';
        DELETE FROM qrtz_triggers WHERE trigger_name LIKE '%.{account}.%'; -- and with them the simple ones
        DELETE FROM qrtz_job_details WHERE job_name LIKE '%.{account}.%'
        """, cancellationToken);

    /// <summary>Days that have run long ago.</summary>
    public static Task AddHistoryAsync(NpgsqlDataSource database, int days, CancellationToken cancellationToken) => database.ExecuteAsync($"""
        WITH batch AS (
          INSERT INTO metasync.sync_batches (id, start_date, end_date, accounts)
          SELECT gen_random_uuid(), date '1990-01-01', date '1990-01-01' + {days}, ARRAY['act_1'] RETURNING id
        )
        INSERT INTO metasync.sync_days (batch_id, account, lane, day, end_day, state, attempts, started_at, finished_at)
        SELECT id, 'act_1', '{Lane.Default}', date '1990-01-01' + n, date '1990-01-01' + n, 'succeeded', 1, now(), now() FROM batch, generate_series(1, {days}) AS n
        """, cancellationToken);
}
