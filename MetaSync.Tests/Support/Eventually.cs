namespace MetaSync.Tests.Support;

/// <summary>Waits for what another process brings about, by looking at it again and again.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    public static async Task TrueAsync(Func<Task<bool>> condition, string claim, CancellationToken cancellationToken, TimeSpan? patience = null)
    {
        var time = TimeProvider.System;
        var started = time.GetTimestamp();
        while (!await condition())
        {
            Assert.True(time.GetElapsedTime(started) < (patience ?? Patience), $"It never came about that {claim}.");
            await Task.Delay(Interval, time, cancellationToken);
        }
    }
}
