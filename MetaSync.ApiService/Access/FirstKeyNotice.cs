using MetaSync.Access;
using Npgsql;

namespace MetaSync.ApiService.Access;

/// <summary>Says at the start how to get in, when nobody can.</summary>
internal sealed class FirstKeyNotice(ApiKeys keys, ILogger<FirstKeyNotice> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            if (!await keys.IsAnyUsableAsync(stoppingToken))
                logger.NoKeyYet();
        }
        catch (NpgsqlException exception)
        {
            logger.KeysNotReadable(exception.Message); // no reason to end the process, which is what an exception here does
        }
    }
}
