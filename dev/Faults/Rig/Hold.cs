using Npgsql;

namespace MetaSync.Faults.Rig;

/// <summary>A session beside the system's that holds what it has locked, until it is let go.</summary>
internal sealed class Hold : IAsyncDisposable
{
    private readonly NpgsqlConnection _connection;

    private Hold(NpgsqlConnection connection) => _connection = connection;

    /// <summary>Begins a transaction, and locks.</summary>
    public static async Task<Hold> TakeAsync(FaultRig rig, string sql, CancellationToken cancellationToken)
    {
        var hold = new Hold(await rig.Database.OpenConnectionAsync(cancellationToken));
        try
        {
            await using var command = new NpgsqlCommand($"BEGIN; {sql}", hold._connection);
            await command.ExecuteNonQueryAsync(cancellationToken);
            return hold;
        }
        catch
        {
            await hold.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();
}
