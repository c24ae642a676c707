using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Polly;
using Polly.Retry;

namespace MetaSync.Sync;

/// <summary>Holds a process's start until the schema is there, and waits for a database that starts later than the process.</summary>
internal sealed class SchemaAtStart(Schema schema, Durability durability, TimeProvider time, ILogger<SchemaAtStart> logger) : IHostedLifecycleService
{
    private readonly ResiliencePipeline _untilReachable = new ResiliencePipelineBuilder { TimeProvider = time }
        .AddRetry(new RetryStrategyOptions
        {
            ShouldHandle = new PredicateBuilder().Handle<NpgsqlException>(exception => exception.IsTransient).HandleInner<NpgsqlException>(),
            MaxRetryAttempts = 30,
            Delay = TimeSpan.FromSeconds(1),
            OnRetry = retry =>
            {
                logger.DatabaseNotReachable(retry.AttemptNumber + 1, retry.Outcome.Exception!.Message);
                return default;
            },
        })
        .Build();

    public async Task StartingAsync(CancellationToken cancellationToken) =>
        await _untilReachable.ExecuteAsync(async token =>
        {
            await schema.ApplyAsync(token);
            await durability.WarnAsync(token);
        }, cancellationToken);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
