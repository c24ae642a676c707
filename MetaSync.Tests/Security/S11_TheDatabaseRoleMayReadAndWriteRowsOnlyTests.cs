using MetaSync.Tests.Support;
using Npgsql;

namespace MetaSync.Tests.Security;

/// <summary>API and workers run under a role that can't change the schema, leave the database, or rewrite history.</summary>
public sealed class S11_TheDatabaseRoleMayReadAndWriteRowsOnlyTests(PostgresServer server)
{
    private const string Password = "of-the-tests";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_whole_application_runs_under_the_runtime_role_and_an_older_schema_is_refused_with_the_way_out()
    {
        var (superuser, owner, runtime) = await CreateRolesAsync();

        var tooEarly = await WorkerCommand.RunAsync(Environment(runtime), Cancel);
        Assert.Equal(1, tooEarly.ExitCode);
        Assert.Contains("MetaSync.Worker migrate", tooEarly.Error);
        Assert.DoesNotContain("   at ", tooEarly.Error);
        Assert.Contains("may not change it", (await WorkerCommand.RunAsync(Environment(runtime), Cancel, "migrate")).Error);

        var migrated = await WorkerCommand.RunAsync(Environment(owner), Cancel, "migrate");
        Assert.Equal((0, "The schema is up to date, and metasync_runtime has its rights.\n", ""), migrated);

        await using (var app = await SyncApplication.StartAsync(server, workers: 1, Cancel, database: runtime))
        {
            var batch = await app.EnqueueAsync("2026-01-01", "2026-01-03", Cancel);
            Assert.All(await app.FinishedAsync(batch.BatchId, Cancel), day => Assert.Equal("succeeded", day.State));
            Assert.Empty(await ViolationsAsync(app.Database));
        }

        // The seeded holes: a right that nobody needs, and the role of which everything can be had.
        await using (var database = NpgsqlDataSource.Create(superuser))
            await database.ExecuteAsync("GRANT UPDATE ON metasync.insights_fetches TO metasync_runtime", Cancel);
        await using (var database = NpgsqlDataSource.Create(runtime))
            Assert.Equal(["UPDATE metasync.insights_fetches SET rows = 0"], await ViolationsAsync(database));
        await using (var database = NpgsqlDataSource.Create(superuser))
        {
            // A superuser too has to disable its trigger first to change the audit log.
            Assert.Equal(
                [.. Attempts.Where(attempt => !attempt.Contains("FROM metasync.audit_", StringComparison.Ordinal) && !attempt.Contains("UPDATE metasync.audit_", StringComparison.Ordinal)), "postgres has an attribute of a superuser"],
                (await ViolationsAsync(database)).Select(violation => violation.Replace(new NpgsqlConnectionStringBuilder(superuser).Username!, "postgres", StringComparison.Ordinal)));
        }
    }

    [Fact]
    public async Task A_database_that_was_set_up_under_another_role_is_handed_over()
    {
        var database = await server.CreateDatabaseAsync(Cancel);
        Assert.Equal(0, (await WorkerCommand.RunAsync(Environment(database), Cancel, "migrate")).ExitCode);

        var (_, owner, runtime) = await CreateRolesAsync(database);
        Assert.Equal(0, (await WorkerCommand.RunAsync(Environment(owner), Cancel, "migrate")).ExitCode);

        await using var asRuntime = NpgsqlDataSource.Create(runtime);
        Assert.Empty(await ViolationsAsync(asRuntime));
        await asRuntime.ExecuteAsync("INSERT INTO metasync.sync_batches (id, start_date, end_date, accounts) VALUES (gen_random_uuid(), '2026-01-01', '2026-01-01', '{act_1}')", Cancel);
        await using var asOwner = NpgsqlDataSource.Create(owner);
        await asOwner.ExecuteAsync("ALTER TABLE metasync.sync_days ADD COLUMN of_the_next_version text; ALTER TABLE qrtz_triggers ADD COLUMN of_the_next_version text", Cancel);
    }

    /// <summary>What a role could be made to do by somebody who has taken over API or worker.</summary>
    private static readonly string[] Attempts =
    [
        "COPY (SELECT 1) TO PROGRAM 'cat > /dev/null'",
        "COPY metasync.sync_days TO '/dev/null'",
        "SELECT pg_read_file('/etc/hostname')",
        "CREATE TABLE metasync.mine (id integer)",
        "CREATE TABLE public.mine (id integer)",
        "CREATE SCHEMA mine",
        "CREATE FUNCTION public.mine() RETURNS integer LANGUAGE sql RETURN 1",
        "CREATE ROLE mine",
        "CREATE EXTENSION file_fdw",
        "ALTER TABLE metasync.sync_days DISABLE TRIGGER ALL",
        "DROP TABLE metasync.insights CASCADE",
        "DROP SCHEMA metasync CASCADE",
        "TRUNCATE metasync.insights",
        "UPDATE metasync.schema_files SET name = name",
        "UPDATE metasync.insights_fetches SET rows = 0",
        "DELETE FROM metasync.insights_fetches",
        "UPDATE metasync.audit_log SET actor = 'somebody else'",
        "DELETE FROM metasync.audit_log",
        "DELETE FROM metasync.audit_outcomes",
        "ALTER TABLE metasync.audit_log DISABLE TRIGGER audit_log_is_append_only",
        "INSERT INTO metasync.api_keys (name, prefix, hash, scopes) VALUES ('mine', 'msk_', sha256('mine'), '{read,write}')",
        "UPDATE metasync.api_keys SET revoked_at = NULL",
    ];

    /// <summary>What the role can do and should not be able to. Each attempt is rolled back.</summary>
    private static async Task<IReadOnlyList<string>> ViolationsAsync(NpgsqlDataSource database)
    {
        await using var connection = await database.OpenConnectionAsync(Cancel);
        List<string> done = [];
        foreach (var attempt in Attempts)
        {
            await using var transaction = await connection.BeginTransactionAsync(Cancel);
            try
            {
                await using var command = new NpgsqlCommand(attempt, connection);
                await command.ExecuteNonQueryAsync(Cancel);
                done.Add(attempt);
            }
            catch (PostgresException denied) when (denied.SqlState is PostgresErrorCodes.InsufficientPrivilege or PostgresErrorCodes.RaiseException)
            {
                // as it should be
            }
        }

        await using var role = new NpgsqlCommand("""
            SELECT rolname FROM pg_roles
            WHERE rolname = current_user AND (rolsuper OR rolcreatedb OR rolcreaterole OR rolreplication OR rolbypassrls
              OR pg_has_role('pg_execute_server_program', 'MEMBER') OR pg_has_role('pg_write_server_files', 'MEMBER'))
            """, connection);
        if (await role.ExecuteScalarAsync(Cancel) is string name)
            done.Add($"{name} has an attribute of a superuser");
        return done;
    }

    private async Task<(string Superuser, string Owner, string Runtime)> CreateRolesAsync(string? database = null)
    {
        var superuser = database ?? await server.CreateDatabaseAsync(Cancel);
        await using (var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(superuser) { Pooling = false }))
        {
            await source.ExecuteAsync(await File.ReadAllTextAsync(Path.Combine(Repository.Root, "deploy", "roles.sql"), Cancel), Cancel);
            await source.ExecuteAsync($"ALTER ROLE metasync_owner PASSWORD '{Password}'; ALTER ROLE metasync_runtime PASSWORD '{Password}'", Cancel);
        }

        return (Unpooled(superuser, null), Unpooled(superuser, "metasync_owner"), Unpooled(superuser, "metasync_runtime"));
    }

    private static string Unpooled(string connectionString, string? role)
    {
        var builder = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false };
        if (role is not null)
            (builder.Username, builder.Password) = (role, Password);
        return builder.ConnectionString;
    }

    private static Dictionary<string, string> Environment(string connectionString) => new()
    {
        ["ConnectionStrings__metasync"] = connectionString,
        ["Meta__AccessToken"] = "none",
        ["Meta__BaseUrl"] = "http://localhost:1",
    };
}
