using MetaSync.Access;

namespace MetaSync.ApiService.Access;

/// <summary>Says at the start how to get in, when nobody can.</summary>
internal sealed class FirstKeyNotice(ApiKeys keys, ILogger<FirstKeyNotice> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!await keys.IsAnyUsableAsync(stoppingToken))
            logger.NoKeyYet();
    }
}
