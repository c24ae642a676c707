using MetaSync.Faults.Rig;
using Npgsql;

namespace MetaSync.Faults.Cases;

/// <summary><c>pg_terminate_backend</c> on one of the system's sessions after the other.</summary>
internal static class SessionsEnded
{
    public static FaultCase Case { get; } = new("sessions ended at random", 4, async (rig, random, token) =>
    {
        for (var n = 0; n < 8; n++)
        {
            await EndOneAsync(rig, random, token);
            await Times.WaitAsync(random.Between(0.1, 0.8), token);
        }
    })
    { Faults = 8 };

    private static async Task EndOneAsync(FaultRig rig, Random random, CancellationToken cancellationToken)
    {
        // Half of the time one that is at work.
        var which = random.Next(2) == 0 ? "true" : "state <> 'idle'";
        await using var command = rig.Database.CreateCommand($"""
            SELECT pg_terminate_backend(pid) FROM (
              SELECT pid, row_number() OVER (ORDER BY {which} DESC, pid) AS number, count(*) FILTER (WHERE {which}) OVER () AS count
              FROM pg_stat_activity WHERE datname = current_database() AND application_name <> 'rig' AND backend_type = 'client backend'
            ) AS sessions WHERE number = 1 + floor($1 * greatest(count, 1))
            """);
        command.Parameters.Add(new NpgsqlParameter { Value = random.NextDouble() });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
