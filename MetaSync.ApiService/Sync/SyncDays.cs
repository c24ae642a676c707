using System.Text.Json;
using MetaSync.Sync;
using Npgsql;

namespace MetaSync.ApiService.Sync;

/// <summary>Reads the jobs of a batch, or those that there were for a day.</summary>
internal sealed class SyncDays(NpgsqlDataSource database)
{
    private const string Select = """
        SELECT batch_id, day.kind, requested_by, account, day, end_day, state, attempts, rows, calls, started_at, finished_at,
               waiting_reason, waiting_meter, waiting_until, error_code, error_subcode, error_message, error_fbtrace_id, error_remedy,
               trace_id, changed, steps, runs.list
        FROM metasync.sync_days AS day
        JOIN metasync.sync_batches AS batch ON batch.id = day.batch_id
        LEFT JOIN LATERAL (
          SELECT jsonb_agg(jsonb_build_object(
            'report', report, 'state', state, 'runId', run_id, 'percent', percent, 'campaigns', cardinality(campaign_ids),
            'submittedAt', submitted_at, 'endedAt', ended_at) ORDER BY run.id) AS list
          FROM metasync.report_runs AS run WHERE run.day_id = day.id
        ) AS runs ON true

        """;

    /// <summary>In the order in which they were asked for.</summary>
    public async Task<IReadOnlyList<SyncDay>> OfBatchAsync(Guid batchId, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Select + "WHERE batch_id = $1 ORDER BY day.id");
        command.Parameters.Add(new() { Value = batchId });
        return await ReadAsync(command, cancellationToken);
    }

    /// <summary>Newest first.</summary>
    public async Task<IReadOnlyList<SyncDay>> OfDayAsync(string account, DateOnly day, CancellationToken cancellationToken)
    {
        // No chunk is longer than 90 days, so that the indexes over the first days are of use: one is of unfinished jobs, the other of finished ones.
        await using var command = database.CreateCommand(Select + """
            WHERE account = $1 AND day BETWEEN $2 - 89 AND $2 AND end_day >= $2
              AND (state IN ('queued', 'running', 'waiting', 'paused') OR state IN ('succeeded', 'failed', 'cancelled'))
            ORDER BY place DESC
            """);
        command.Parameters.Add(new() { Value = account });
        command.Parameters.Add(new() { Value = day });
        return await ReadAsync(command, cancellationToken);
    }

    /// <summary>Code, subcode, message, trace and remedy stand side by side.</summary>
    public static DayError? Error(NpgsqlDataReader row, int first) => row.IsDBNull(first + 2)
        ? null
        : new DayError(row.Number(first), row.Number(first + 1), row.GetString(first + 2), row.Text(first + 3), row.Text(first + 4));

    private static async Task<List<SyncDay>> ReadAsync(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var days = new List<SyncDay>();
        while (await row.ReadAsync(cancellationToken))
            days.Add(Read(row));
        return days;
    }

    private static SyncDay Read(NpgsqlDataReader row) => new(
        row.GetGuid(0),
        row.GetString(1),
        row.Text(2),
        row.GetString(3),
        row.GetFieldValue<DateOnly>(4),
        row.GetFieldValue<DateOnly>(5),
        row.GetString(6),
        row.GetInt32(7),
        row.IsDBNull(8) ? null : row.GetInt64(8),
        row.GetInt32(9),
        row.Instant(10),
        row.Instant(11),
        row.Text(12),
        row.Text(13),
        row.Instant(14),
        Error(row, 15),
        row.Text(20),
        row.IsDBNull(21) ? null : row.GetBoolean(21),
        List<DayStep>(row, 22),
        List<DayReportRun>(row, 23));

    private static T[] List<T>(NpgsqlDataReader row, int column) =>
        row.IsDBNull(column) ? [] : JsonSerializer.Deserialize<T[]>(row.GetString(column), JsonSerializerOptions.Web)!;
}
