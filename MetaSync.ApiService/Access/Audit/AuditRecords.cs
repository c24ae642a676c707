using System.Text.Json;
using MetaSync.Sync;
using Npgsql;

namespace MetaSync.ApiService.Access;

/// <summary>What somebody did, or tried to do.</summary>
/// <param name="Id">Its row.</param>
/// <param name="At">When.</param>
/// <param name="Actor">Who: the name of a key; null when nobody was signed in, or nobody has to be.</param>
/// <param name="Action">Such as <c>sync.cancel</c>.</param>
/// <param name="BatchId">The batch that it was about, or that came of it.</param>
/// <param name="Outcome"><c>done</c>, <c>refused</c> or <c>failed</c>; null while it goes on, or when it was broken off.</param>
/// <param name="Status">The HTTP status of the answer.</param>
/// <param name="Detail">What else is known.</param>
/// <param name="TraceId">Its trace.</param>
/// <param name="Address">Where it came from.</param>
internal sealed record AuditRecord(
    long Id, DateTimeOffset At, string? Actor, string Action, Guid? BatchId, string? Outcome, int? Status, JsonElement Detail, string? TraceId, string? Address);

/// <summary>Reads the audit log.</summary>
internal sealed class AuditRecords(NpgsqlDataSource database)
{
    public async Task<IReadOnlyList<AuditRecord>> NewestAsync(int limit, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("""
            SELECT entry.id, entry.at, actor, action, coalesce(result.batch_id, entry.batch_id), outcome, status, detail, trace_id, address
            FROM metasync.audit_log AS entry LEFT JOIN metasync.audit_outcomes AS result ON audit_id = entry.id
            ORDER BY entry.id DESC LIMIT $1
            """);
        command.Parameters.Add(new() { Value = limit });
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var records = new List<AuditRecord>();
        while (await row.ReadAsync(cancellationToken))
        {
            records.Add(new(
                row.GetInt64(0), row.GetFieldValue<DateTimeOffset>(1), row.Text(2), row.GetString(3), row.IsDBNull(4) ? null : row.GetGuid(4), row.Text(5),
                row.Number(6), JsonElement.Parse(row.GetString(7)), row.Text(8), row.Text(9)));
        }

        return records;
    }
}
