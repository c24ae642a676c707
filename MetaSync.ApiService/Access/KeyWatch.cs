using MetaSync.Access;
using Npgsql;

namespace MetaSync.ApiService.Access;

/// <summary>Ends answers that go on for long, such as a stream of events, when their key stops working.</summary>
internal sealed class KeyWatch(ApiKeys keys, TimeProvider time, ILogger<KeyWatch> logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    public async Task WatchAsync(HttpContext context, RequestDelegate next)
    {
        if (Caller.KeyId(context.User) is not { } key)
        {
            await next(context);
            return;
        }

        using var answered = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        var watching = WatchAsync(key, context, answered.Token);
        try
        {
            await next(context);
        }
        finally
        {
            await answered.CancelAsync();
            await watching;
        }
    }

    private async Task WatchAsync(long key, HttpContext context, CancellationToken answered)
    {
        while (true)
        {
            await Task.Delay(Interval, time, answered).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // most answers are there long before
            if (answered.IsCancellationRequested)
                return;

            try
            {
                if (await keys.IsStillUsableAsync(key, answered))
                    continue;
                context.Abort();
                return;
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (NpgsqlException exception)
            {
                logger.KeysNotReadable(exception.Message); // a stream does not end with its database: the next look is soon
            }
        }
    }
}
