using Npgsql;

namespace MetaSync.Worker.Cli;

/// <summary>What the role of API and workers may do: read and write rows, and of what is history only add to it.</summary>
internal static class RuntimeRights
{
    private const string Grants = """
        DO $$
        DECLARE
          role name := current_setting('metasync.runtime_role');
          relation regclass;
        BEGIN
          EXECUTE format('GRANT USAGE ON SCHEMA metasync TO %I', role);
          EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA metasync TO %I', role);
          EXECUTE format('GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA metasync TO %I', role);
          FOR relation IN SELECT oid FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relname LIKE 'qrtz\_%' LOOP
            EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %s TO %I', relation, role);
          END LOOP;
          EXECUTE format('REVOKE INSERT, UPDATE, DELETE ON metasync.schema_files FROM %I', role);
          FOR relation IN SELECT oid FROM pg_class WHERE relnamespace = 'metasync'::regnamespace AND relname IN ('audit_log', 'audit_outcomes', 'insights_fetches') LOOP
            EXECUTE format('REVOKE UPDATE, DELETE ON %s FROM %I', relation, role);
          END LOOP;
        END
        $$
        """;

    /// <returns>False when there is no such role.</returns>
    public static async Task<bool> GrantAsync(NpgsqlDataSource database, string role, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var find = new NpgsqlCommand("SELECT set_config('metasync.runtime_role', rolname, false) FROM pg_roles WHERE rolname = $1", connection)
        {
            Parameters = { new() { Value = role } },
        };
        if (await find.ExecuteScalarAsync(cancellationToken) is null)
            return false;

        await using var grant = new NpgsqlCommand(Grants, connection);
        await grant.ExecuteNonQueryAsync(cancellationToken);
        return true;
    }
}
