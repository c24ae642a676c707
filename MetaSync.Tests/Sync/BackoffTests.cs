using MetaSync.Worker.Sync;

namespace MetaSync.Tests.Sync;

public sealed class BackoffTests
{
    [Theory]
    [InlineData(1, 0.5, 10)]
    [InlineData(2, 0.5, 20)]
    [InlineData(4, 0.5, 80)]
    [InlineData(1, 0, 8)]
    [InlineData(1, 1, 12)]
    [InlineData(7, 1, 600)]
    [InlineData(1000, 0.5, 600)]
    public void The_wait_doubles_is_scattered_by_a_fifth_and_never_exceeds_the_longest(int attempt, double random, double seconds) =>
        Assert.Equal(seconds, Backoff.Delay(attempt, TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(10), random).TotalSeconds, 3);
}
