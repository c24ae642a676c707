using System.Globalization;
using MetaSync.Faults.History;
using MetaSync.Faults.Rig;
using Npgsql;

namespace MetaSync.Faults.Season;

/// <summary>One batch after the other through the whole system, a day passing after each of them.</summary>
internal sealed class SeasonRun(FaultRig rig, NpgsqlDataSource database, SeasonOptions options)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
    private static readonly DateOnly First = new(2025, 1, 1);

    /// <summary>The same days come again, as with a nightly refresh: else the results would grow and hide everything else.</summary>
    private const int Calendar = 90;

    private readonly List<Guid> _batches = [];

    public static async Task<SeasonResult> RunAsync(SeasonOptions options, CancellationToken cancellationToken)
    {
        // A season's vacuum comes once a minute, 1,440 times a day; here a day lasts about a second.
        await using var cluster = await PostgresCluster.StartAsync(new() { Settings = new Dictionary<string, string> { ["autovacuum_naptime"] = "1s" } }, cancellationToken);
        await using var rig = await FaultRig.StartAsync(cluster, Rig(options), cancellationToken);
        await Task.WhenAll(rig.Processes.Prepend(rig.Simulator).Select(process => process.StartAsync(cancellationToken)));
        // Pooled, unlike the rig's own: thousands of looks at a queue that is about to be empty.
        await using var database = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(rig.ConnectionString) { ApplicationName = "rig", MaxPoolSize = 1 });
        return await new SeasonRun(rig, database, options).RunAsync(cancellationToken);
    }

    private static FaultRigOptions Rig(SeasonOptions options) => new()
    {
        Workers = 2,
        Latency = TimeSpan.Zero,
        PageSize = 500,
        StartsProcesses = false, // nothing is recorded: what the record takes would be measured, too
        Environment = _ => new Dictionary<string, string> { ["Retention__Batches"] = TimeSpan.FromDays(options.Kept).ToString("c", CultureInfo.InvariantCulture) },
    };

    private async Task<SeasonResult> RunAsync(CancellationToken cancellationToken)
    {
        var readings = new List<SeasonReading>();
        for (var batch = 1; batch <= options.Batches; batch++)
        {
            await BatchAsync(batch, cancellationToken);
            await PassDayAsync(cancellationToken);
            if (batch % options.RetentionEvery == 0 || batch == options.Batches)
                await RetainAsync(cancellationToken);
            if (batch % options.ReadEvery != 0 && batch != options.Batches)
                continue;
            options.Say(string.Create(CultureInfo.InvariantCulture, $"  {batch} batches"));
            readings.Add(await SeasonReading.ReadAsync(rig, database, batch, cancellationToken));
        }

        var before = readings.First(reading => reading.Batches >= Math.Min(options.CompareWith, options.Batches));
        return new(readings, SeasonVerdict.Between(before, readings[^1]), await RemainsAsync(cancellationToken));
    }

    private async Task BatchAsync(int batch, CancellationToken cancellationToken)
    {
        var first = First.AddDays(batch * options.Days % Calendar);
        var answer = await rig.Client.EnqueueAsync(new(first, first.AddDays(options.Days - 1)), cancellationToken);
        if (answer.Known is not Known.Done)
            throw new InvalidOperationException($"The API has not accepted batch {batch}: {answer.Text}");
        _batches.Add(answer.BatchId!.Value);
        await Until.CertainlyAsync(
            () => database.ScalarAsync<bool>("""
                SELECT NOT EXISTS (SELECT FROM metasync.sync_days WHERE state IN ('queued', 'running', 'waiting'))
                   AND NOT EXISTS (SELECT FROM qrtz_fired_triggers WHERE execution_group LIKE 'meta_sync%')
                """, cancellationToken),
            string.Create(CultureInfo.InvariantCulture, $"batch {batch} has ended"), cancellationToken, Patience);
    }

    /// <summary>Everything that has ended, ended a day earlier.</summary>
    private Task PassDayAsync(CancellationToken cancellationToken) => database.ExecuteAsync("""
        UPDATE metasync.sync_batches SET created_at = created_at - interval '1 day';
        UPDATE metasync.sync_days SET started_at = started_at - interval '1 day', finished_at = finished_at - interval '1 day' WHERE finished_at IS NOT NULL;
        """, cancellationToken);

    /// <summary>The hour of retention has come: Quartz finds its trigger due, one of the workers runs it.</summary>
    private async Task RetainAsync(CancellationToken cancellationToken)
    {
        const string Job = "sched_name = 'MetaSync' AND trigger_name = 'retention' AND trigger_group = 'meta_sync_upkeep'";
        var due = TimeProvider.System.GetUtcNow().UtcTicks.ToString(CultureInfo.InvariantCulture);
        await database.ExecuteAsync($"UPDATE qrtz_triggers SET next_fire_time = {due} WHERE {Job} AND trigger_state = 'WAITING'", cancellationToken);
        await Until.CertainlyAsync(
            () => database.ScalarAsync<bool>(
                $"SELECT prev_fire_time >= {due} AND NOT EXISTS (SELECT FROM qrtz_fired_triggers WHERE {Job}) FROM qrtz_triggers WHERE {Job}", cancellationToken),
            "retention has run", cancellationToken);
    }

    private async Task<SeasonRemains> RemainsAsync(CancellationToken cancellationToken)
    {
        var there = new HashSet<Guid>();
        await using (var command = database.CreateCommand("SELECT id FROM metasync.sync_batches"))
        await using (var row = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await row.ReadAsync(cancellationToken))
                there.Add(row.GetGuid(0));
        }

        // The last batch is one day old by now, so the one that is as old as batches are kept is a moment older, too, and gone.
        var kept = _batches.TakeLast(options.Kept - 1).ToHashSet();
        return new(
            await database.ScalarAsync<long>("""
                SELECT (SELECT count(*) FROM qrtz_job_details WHERE job_group = 'meta_sync') + (SELECT count(*) FROM qrtz_triggers WHERE trigger_group = 'meta_sync')
                     + (SELECT count(*) FROM qrtz_simple_triggers WHERE trigger_group = 'meta_sync') + (SELECT count(*) FROM qrtz_fired_triggers WHERE job_group = 'meta_sync')
                """, cancellationToken),
            there.Count(batch => !kept.Contains(batch)),
            kept.Count(batch => !there.Contains(batch)),
            await database.ScalarAsync<long>("SELECT count(*) FROM metasync.sync_days WHERE state <> 'succeeded'", cancellationToken));
    }
}
