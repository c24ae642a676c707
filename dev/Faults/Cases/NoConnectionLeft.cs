using Npgsql;

namespace MetaSync.Faults.Cases;

/// <summary>Other clients have taken every connection that the server has, and the system's own break one after the other.</summary>
internal static class NoConnectionLeft
{
    public static FaultCase Case { get; } = new("no connection left", 2, async (rig, random, token) =>
    {
        var taken = new List<NpgsqlConnection>();
        try
        {
            try
            {
                while (true)
                    taken.Add(await rig.Database.OpenConnectionAsync(token));
            }
            catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.TooManyConnections)
            {
                // All of them.
            }

            await using (var end = new NpgsqlCommand(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'worker%'", taken[0]))
            {
                await end.ExecuteNonQueryAsync(token);
            }

            while (true) // theirs, too, before they are back
            {
                try
                {
                    taken.Add(await rig.Database.OpenConnectionAsync(token));
                }
                catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.TooManyConnections)
                {
                    break;
                }
            }

            await rig.Client.EnqueueAsync(new(new(2024, 12, 1), new(2024, 12, 2)), token);
            await Times.WaitAsync(random.Between(1, 4), token);
        }
        finally
        {
            foreach (var connection in taken)
                await connection.DisposeAsync();
        }
    })
    { HoldsUpCheckIn = true };
}
