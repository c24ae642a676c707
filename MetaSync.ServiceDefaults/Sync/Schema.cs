using System.Data;
using System.Reflection;
using Microsoft.Extensions.Options;
using Npgsql;
using Quartz;

namespace MetaSync.Sync;

/// <summary>Brings the database's schema up to date: our numbered files and Quartz's tables.</summary>
/// <remarks>
/// Whichever process comes first does it, and the others wait for its advisory lock: <c>CREATE … IF NOT EXISTS</c>
/// alone does not survive two sessions at once, and neither does Quartz's first use of its lock rows (quartznet#1786).
/// Where nothing is missing no right to change anything is needed: <c>deploy/roles.sql</c>.
/// </remarks>
public sealed class Schema(NpgsqlDataSource database, ISchedulerFactory schedulers)
{
    private const long AdvisoryLock = 0x6D657461_73796E63; // "metasync"

    /// <summary>Applies what is missing.</summary>
    /// <exception cref="OptionsValidationException">Something is missing, and the role of the connection string may not change the schema.</exception>
    public async Task ApplyAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await ExecuteAsync(connection, $"SELECT pg_advisory_lock({AdvisoryLock})", cancellationToken);
        try
        {
            await ApplyFilesAsync(connection, cancellationToken);
            await schedulers.GetScheduler(cancellationToken); // creates Quartz's tables where they are missing
            await ExecuteAsync(connection, FirstUseOfLocks, cancellationToken);
            await ExecuteAsync(connection, IndexOfContinuations, cancellationToken);
        }
        catch (Exception exception) when ((exception as PostgresException ?? exception.GetBaseException()) is PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege } denied)
        {
            throw new OptionsValidationException(SyncStore.ConnectionName, typeof(string),
            [
                $"The database's schema is older than this version, and the role of ConnectionStrings:{SyncStore.ConnectionName} may not change it ({denied.MessageText}). "
                + "Run `MetaSync.Worker migrate` with the connection string of the role that owns the schema, then start again.",
            ]);
        }
        finally
        {
            if (connection.State is ConnectionState.Open) // a session that broke has no lock any more
                await ExecuteAsync(connection, $"SELECT pg_advisory_unlock({AdvisoryLock})", CancellationToken.None);
        }
    }

    private const string FirstUseOfLocks = $"""
        INSERT INTO qrtz_locks (sched_name, lock_name)
        VALUES ('{SyncDayContract.SchedulerName}', 'TRIGGER_ACCESS'), ('{SyncDayContract.SchedulerName}', 'STATE_ACCESS')
        ON CONFLICT DO NOTHING
        """;

    /// <summary>A day that ends looks for the one that continues it. Quartz has no index for that, and reads all that wait.</summary>
    private const string IndexOfContinuations = """
        DO $$
        BEGIN
          IF to_regclass('metasync_t_continues') IS NULL THEN -- IF NOT EXISTS asks for the owner's rights even where the index is there
            CREATE INDEX metasync_t_continues ON qrtz_triggers (continues_trigger_name) WHERE continues_trigger_name IS NOT NULL;
          END IF;
        END
        $$
        """;

    private static async Task ApplyFilesAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var applied = await AppliedAsync(connection, cancellationToken);
        if (Files().All(file => applied.Contains(file.Name)))
            return;

        await ExecuteAsync(connection, """
            CREATE SCHEMA IF NOT EXISTS metasync;
            CREATE TABLE IF NOT EXISTS metasync.schema_files (name text PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now());
            """, cancellationToken);

        foreach (var (name, sql) in Files())
        {
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            await using var claim = new NpgsqlCommand("INSERT INTO metasync.schema_files (name) VALUES ($1) ON CONFLICT DO NOTHING", connection)
            {
                Parameters = { new() { Value = name } },
            };
            if (await claim.ExecuteNonQueryAsync(cancellationToken) == 1)
                await ExecuteAsync(connection, sql, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }
    }

    private static async Task<IReadOnlySet<string>> AppliedAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var exists = new NpgsqlCommand("SELECT to_regclass('metasync.schema_files') IS NOT NULL", connection);
        if (!(bool)(await exists.ExecuteScalarAsync(cancellationToken))!)
            return new HashSet<string>();
        await using var names = new NpgsqlCommand("SELECT coalesce(array_agg(name), '{}') FROM metasync.schema_files", connection);
        return ((string[])(await names.ExecuteScalarAsync(cancellationToken))!).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>The embedded files in the order of their numbers.</summary>
    internal static IEnumerable<(string Name, string Sql)> Files()
    {
        var assembly = Assembly.GetExecutingAssembly();
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.EndsWith(".sql", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            yield return (name, reader.ReadToEnd());
        }
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
