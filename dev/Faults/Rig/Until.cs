using Npgsql;

namespace MetaSync.Faults.Rig;

/// <summary>Waits for what other processes bring about.</summary>
internal static class Until
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(25);

    /// <summary>Looks again and again. A database that can't be asked at the moment has not said yes.</summary>
    /// <returns>False when it did not come about in time.</returns>
    public static async Task<bool> TrueAsync(Func<Task<bool>> condition, TimeSpan limit, CancellationToken cancellationToken)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                if (await condition())
                    return true;
            }
            catch (NpgsqlException) when (TimeProvider.System.GetElapsedTime(started) < limit)
            {
                // A server that is down, or has just ended our session.
            }

            if (TimeProvider.System.GetElapsedTime(started) > limit)
                return false;
            await Task.Delay(BetweenLooks, TimeProvider.System, cancellationToken);
        }
    }

    /// <summary>The same for what a case can't do without.</summary>
    /// <exception cref="TimeoutException">It did not come about in time.</exception>
    public static async Task CertainlyAsync(Func<Task<bool>> condition, string claim, CancellationToken cancellationToken, TimeSpan? limit = null)
    {
        if (!await TrueAsync(condition, limit ?? TimeSpan.FromSeconds(60), cancellationToken))
            throw new TimeoutException($"It never came about that {claim}.");
    }
}
