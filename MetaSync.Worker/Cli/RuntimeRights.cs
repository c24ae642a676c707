using Npgsql;

namespace MetaSync.Worker.Cli;

/// <summary>What the role of API and workers may do: read and write rows, only add to what is history, and make no keys.</summary>
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
          EXECUTE format('REVOKE INSERT, UPDATE, DELETE ON metasync.schema_files, metasync.api_keys FROM %I', role);
          EXECUTE format('GRANT UPDATE (last_used_at) ON metasync.api_keys TO %I', role); -- `keys` makes and revokes them, as the owner
          EXECUTE format('REVOKE UPDATE, DELETE ON metasync.audit_log, metasync.audit_outcomes, metasync.insights_fetches FROM %I', role);
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
