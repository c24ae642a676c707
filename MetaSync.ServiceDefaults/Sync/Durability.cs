using Microsoft.Extensions.Logging;
using Npgsql;

namespace MetaSync.Sync;

/// <summary>Warns of a server that calls committed what it may lose: a range that was accepted could be gone after its crash.</summary>
internal sealed class Durability(NpgsqlDataSource database, ILogger<Durability> logger)
{
    public async Task WarnAsync(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            "SELECT string_agg(name, ', ' ORDER BY name) FROM pg_settings WHERE name IN ('fsync', 'full_page_writes', 'synchronous_commit') AND setting = 'off'");
        if (await command.ExecuteScalarAsync(cancellationToken) is string settings)
            logger.DatabaseMayForget(settings);
    }
}
