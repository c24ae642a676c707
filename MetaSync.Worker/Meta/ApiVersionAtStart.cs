using Microsoft.Extensions.Options;

namespace MetaSync.Worker.Meta;

/// <summary>Tells the operator at a worker's start when its version of the Marketing API has ended, or will end soon.</summary>
internal sealed class ApiVersionAtStart(IOptions<MetaOptions> options, TimeProvider time, ILogger<ApiVersionAtStart> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (ApiVersions.Warning(options.Value.ApiVersion, DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime)) is { } warning)
            logger.ApiVersionIsOld(warning);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
