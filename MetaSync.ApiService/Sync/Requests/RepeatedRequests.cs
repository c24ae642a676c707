using MetaSync.Sync;
using Npgsql;
using NpgsqlTypes;

namespace MetaSync.ApiService.Sync;

/// <summary>What a request with an idempotency key has brought about before.</summary>
/// <param name="RequestHash">Of that request.</param>
/// <param name="Receipt">What it was answered.</param>
internal sealed record EarlierRequest(byte[] RequestHash, SyncReceipt Receipt);

/// <summary>Finds the batch that a caller's idempotency key has brought about.</summary>
internal sealed class RepeatedRequests(NpgsqlDataSource database)
{
    public async Task<EarlierRequest?> FindAsync(string? caller, string key, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("""
            SELECT request_hash, batch.id, (SELECT count(*)::int FROM metasync.sync_days WHERE batch_id = batch.id), skipped, start_date, end_date
            FROM metasync.sync_batches AS batch
            WHERE coalesce(requested_by, '') = coalesce($1, '') AND idempotency_key = $2
            """);
        command.Parameters.Add(new() { Value = (object?)caller ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = key });
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        return await row.ReadAsync(cancellationToken)
            ? new EarlierRequest(
                row.GetFieldValue<byte[]>(0),
                new SyncReceipt(row.GetGuid(1), row.GetInt32(2), row.GetInt32(3), new DateRange(row.GetFieldValue<DateOnly>(4), row.GetFieldValue<DateOnly>(5))))
            : null;
    }
}
