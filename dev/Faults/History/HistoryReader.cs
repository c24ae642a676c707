using System.Globalization;
using System.Text.RegularExpressions;
using MetaSync.Faults.Rig;
using Npgsql;

namespace MetaSync.Faults.History;

/// <summary>Reads what the rig's database, processes and clients have recorded.</summary>
internal static partial class HistoryReader
{
    /// <summary>Idle connections that a process keeps in its pool after an ordinary load.</summary>
    private const int ConnectionsOfAProcess = 25;

    public static async Task<RunHistory> ReadAsync(FaultRig rig, CancellationToken cancellationToken)
    {
        var history = await EventsAsync(rig.Database, cancellationToken);
        return history with
        {
            Client = rig.Client.Log,
            Calls = rig.Simulator.IsAlive ? await rig.Meta.CallsAsync(cancellationToken) : [],
            Processes = [.. rig.Processes.SelectMany(process => process.Incarnations)],
            Remarks = [.. rig.Workers.SelectMany(RemarksOf)],
            Residue = await ResidueAsync(rig, cancellationToken),
            Healed = rig.Healed,
            ProgressLimit = rig.ProgressLimit,
            Ended = TimeProvider.System.GetUtcNow(),
        };
    }

    private static async Task<RunHistory> EventsAsync(NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        List<BatchEvent> batches = [];
        List<DayEvent> days = [];
        List<EffectEvent> effects = [];
        await using var command = database.CreateCommand("""
            SELECT sequence, began, pg_xact_commit_timestamp(xid::xid) AS committed, xid::text AS xid, session, what, operation, batch_id, day_id, account, day, end_day,
                   lane, kind, priority, place, old_state, new_state, old_token, new_token, attempts, report, as_of, rows, paused, accounts, key, error
            FROM history.events ORDER BY committed, sequence
            """);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
        {
            switch (row.GetString(row.GetOrdinal("what")))
            {
                case "batch":
                    batches.Add(Batch(row));
                    break;
                case "day":
                    days.Add(Day(row));
                    break;
                default:
                    effects.Add(Effect(row));
                    break;
            }
        }

        return new() { Batches = batches, Days = days, Effects = effects };
    }

    private static BatchEvent Batch(NpgsqlDataReader row) => new()
    {
        Sequence = Value<long>(row, "sequence"),
        Began = Value<DateTimeOffset>(row, "began"),
        Committed = Value<DateTimeOffset>(row, "committed"),
        Transaction = Value<string>(row, "xid"),
        Session = Value<string>(row, "session"),
        BatchId = Value<Guid>(row, "batch_id"),
        IsInsert = Value<string>(row, "operation") == "INSERT",
        Start = Value<DateOnly>(row, "day"),
        End = Value<DateOnly>(row, "end_day"),
        Accounts = Value<int>(row, "accounts"),
        Kind = Value<string>(row, "kind"),
        Skipped = Value<long>(row, "rows"),
        IsPaused = Value<bool>(row, "paused"),
        Key = Text(row, "key"),
    };

    private static DayEvent Day(NpgsqlDataReader row) => new()
    {
        Sequence = Value<long>(row, "sequence"),
        Began = Value<DateTimeOffset>(row, "began"),
        Committed = Value<DateTimeOffset>(row, "committed"),
        Transaction = Value<string>(row, "xid"),
        Session = Value<string>(row, "session"),
        BatchId = Value<Guid>(row, "batch_id"),
        DayId = Value<long>(row, "day_id"),
        Account = Value<string>(row, "account"),
        Day = Value<DateOnly>(row, "day"),
        EndDay = Value<DateOnly>(row, "end_day"),
        Lane = Value<string>(row, "lane"),
        Kind = Value<string>(row, "kind"),
        Priority = Value<string>(row, "priority"),
        Place = Value<long>(row, "place"),
        OldState = Text(row, "old_state"),
        NewState = Text(row, "new_state"),
        OldToken = Token(row, "old_token"),
        NewToken = Token(row, "new_token"),
        Attempts = Value<int>(row, "attempts"),
        Error = Text(row, "error"),
    };

    private static EffectEvent Effect(NpgsqlDataReader row) => new()
    {
        Sequence = Value<long>(row, "sequence"),
        Began = Value<DateTimeOffset>(row, "began"),
        Committed = Value<DateTimeOffset>(row, "committed"),
        Transaction = Value<string>(row, "xid"),
        Session = Value<string>(row, "session"),
        DayId = Value<long>(row, "day_id"),
        Account = Value<string>(row, "account"),
        Day = Value<DateOnly>(row, "day"),
        Report = Value<string>(row, "report"),
        AsOf = Value<DateTimeOffset>(row, "as_of"),
    };

    private static T Value<T>(NpgsqlDataReader row, string column) => row.GetFieldValue<T>(row.GetOrdinal(column));

    private static string? Text(NpgsqlDataReader row, string column) => row[column] as string;

    private static Guid? Token(NpgsqlDataReader row, string column) => row[column] as Guid?;

    private static async Task<Residue> ResidueAsync(FaultRig rig, CancellationToken cancellationToken)
    {
        await using var command = rig.Database.CreateCommand("""
            SELECT
              (SELECT count(*) FROM qrtz_fired_triggers WHERE execution_group LIKE 'meta_sync%'),
              (SELECT count(*) FROM qrtz_triggers WHERE execution_group LIKE 'meta_sync%' AND trigger_state IN ('ACQUIRED', 'EXECUTING', 'BLOCKED', 'PAUSED_BLOCKED')),
              (SELECT count(*) FROM metasync.sync_days WHERE run_token IS NOT NULL),
              (SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name <> 'rig' AND state LIKE 'idle in transaction%'),
              (SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name <> 'rig' AND backend_type = 'client backend'),
              (SELECT coalesce(array_agg(id ORDER BY id), '{}') FROM metasync.sync_days AS day
               WHERE state IN ('queued', 'running', 'waiting')
                 AND NOT EXISTS (SELECT FROM qrtz_triggers WHERE convert_from(job_data, 'UTF8') LIKE '%"' || day.id || '"%')
                 AND NOT EXISTS (SELECT FROM qrtz_job_details WHERE convert_from(job_data, 'UTF8') LIKE '%"dayId":"' || day.id || '"%'))
            """);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        await row.ReadAsync(cancellationToken);
        return new()
        {
            Fired = row.GetInt64(0),
            HeldTriggers = row.GetInt64(1),
            Tokens = row.GetInt64(2),
            IdleInTransaction = row.GetInt64(3),
            Connections = row.GetInt64(4),
            ConnectionsAllowed = rig.ConnectionsAllowed ?? rig.Processes.Count(process => process.IsAlive) * ConnectionsOfAProcess,
            DaysWithoutTrigger = row.GetFieldValue<long[]>(5),
        };
    }

    private static IEnumerable<Remark> RemarksOf(RigProcess worker)
    {
        for (var number = 1; number <= worker.Incarnations.Count; number++)
        {
            var session = worker.Incarnations[number - 1].Name;
            foreach (var line in worker.OutputOf(number))
            {
                if (TakenOver().Match(line) is { Success: true } lost)
                    yield return new(session, false, null, lost.Groups["account"].Value, DateOnly.ParseExact(lost.Groups["day"].Value, "yyyy-MM-dd", CultureInfo.InvariantCulture));
                else if (DatabaseFailed().Match(line) is { Success: true } failed)
                    yield return new(session, true, long.Parse(failed.Groups["id"].Value, CultureInfo.InvariantCulture), null, null);
            }
        }
    }

    [GeneratedRegex(@"(?<account>act_\d+) (?<day>\d{4}-\d\d-\d\d): the day was cancelled, or another worker has taken it over", RegexOptions.ExplicitCapture)]
    private static partial Regex TakenOver();

    [GeneratedRegex(@"Day (?<id>\d+): the database failed", RegexOptions.ExplicitCapture)]
    private static partial Regex DatabaseFailed();
}
