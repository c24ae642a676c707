using System.Diagnostics;
using System.Text.Json;
using Npgsql;
using NpgsqlTypes;

namespace MetaSync.Access;

/// <summary>Writes down who asked for what. The table can only be added to, so an action and its outcome are two rows.</summary>
public sealed class AuditLog(NpgsqlDataSource database)
{
    private const string InsertEntry = """
        INSERT INTO metasync.audit_log (actor, action, batch_id, detail, trace_id, address) VALUES ($1, $2, $3, $4, $5, $6) RETURNING id
        """;

    /// <summary>Writes down what is about to be done; what can't be written down must not be done.</summary>
    /// <returns>The row that the outcome belongs to.</returns>
    public async Task<long> BeginAsync(AuditEntry entry, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(InsertEntry);
        AddParameters(command.Parameters, entry);
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>Writes down how it ended.</summary>
    public async Task EndAsync(long id, string outcome, int status, Guid? batchId, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("INSERT INTO metasync.audit_outcomes (audit_id, outcome, status, batch_id) VALUES ($1, $2, $3, $4)");
        command.Parameters.Add(new() { Value = id });
        command.Parameters.Add(new() { Value = outcome });
        command.Parameters.Add(new() { Value = status });
        command.Parameters.Add(new NpgsqlParameter<Guid?> { TypedValue = batchId });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Writes down an action whose end is known.</summary>
    public async Task RecordAsync(AuditEntry entry, string outcome, int? status, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await RecordAsync(connection, entry, outcome, status, cancellationToken);
    }

    /// <summary>Writes it down in the transaction of what it is about.</summary>
    internal static async Task RecordAsync(NpgsqlConnection connection, AuditEntry entry, string outcome, int? status, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            $"WITH entry AS ({InsertEntry}) INSERT INTO metasync.audit_outcomes (audit_id, outcome, status) SELECT id, $7, $8 FROM entry", connection);
        AddParameters(command.Parameters, entry);
        command.Parameters.Add(new() { Value = outcome });
        command.Parameters.Add(new NpgsqlParameter<int?> { TypedValue = status });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static void AddParameters(NpgsqlParameterCollection parameters, AuditEntry entry)
    {
        parameters.Add(new NpgsqlParameter<string?> { TypedValue = entry.Actor });
        parameters.Add(new() { Value = entry.Action });
        parameters.Add(new NpgsqlParameter<Guid?> { TypedValue = entry.BatchId });
        parameters.Add(new() { Value = JsonSerializer.Serialize(entry.Detail ?? [], JsonSerializerOptions.Web), NpgsqlDbType = NpgsqlDbType.Jsonb });
        parameters.Add(new NpgsqlParameter<string?> { TypedValue = Activity.Current?.TraceId.ToHexString() });
        parameters.Add(new NpgsqlParameter<string?> { TypedValue = entry.Address });
    }
}
