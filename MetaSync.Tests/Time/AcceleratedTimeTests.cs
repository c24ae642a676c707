using MetaSync.Time;
using Microsoft.Extensions.Time.Testing;

namespace MetaSync.Tests.Time;

public sealed class AcceleratedTimeTests
{
    private static readonly DateTimeOffset Origin = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _real = new(Origin.AddSeconds(10));

    private AcceleratedTime Accelerated(double speed, DateTimeOffset? start = null) => new(_real, Origin, start ?? Origin, speed);

    [Theory]
    [InlineData(1, "2026-01-31T12:00:10Z")]
    [InlineData(2.5, "2026-01-31T12:00:25Z")]
    [InlineData(60, "2026-01-31T12:10:00Z")]
    [InlineData(3600, "2026-01-31T22:00:00Z")]
    public void Now_is_as_many_times_as_far_from_the_origin(double speed, string now) =>
        Assert.Equal(now, $"{Accelerated(speed).GetUtcNow():yyyy-MM-ddTHH:mm:ssZ}");

    [Fact]
    public void It_can_begin_at_any_instant() =>
        Assert.Equal(new DateTimeOffset(2026, 4, 5, 0, 10, 0, TimeSpan.Zero), Accelerated(60, start: new DateTimeOffset(2026, 4, 5, 0, 0, 0, TimeSpan.Zero)).GetUtcNow());

    [Fact]
    public void Two_clocks_made_at_different_times_agree()
    {
        var early = Accelerated(60);
        _real.Advance(TimeSpan.FromSeconds(7));
        Assert.Equal(early.GetUtcNow(), Accelerated(60).GetUtcNow());
    }

    [Theory]
    [InlineData(1, 3)]
    [InlineData(60, 180)]
    public void Elapsed_time_is_virtual(double speed, int seconds)
    {
        var time = Accelerated(speed);
        var started = time.GetTimestamp();
        _real.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(TimeSpan.FromSeconds(seconds), time.GetElapsedTime(started));
    }

    [Theory]
    [InlineData(1, "00:05:00", "00:05:00")]
    [InlineData(60, "00:05:00", "00:00:05")]
    [InlineData(60, "00:00:00.100", "00:00:00.002")] // 1.7 ms: not early
    [InlineData(60, "00:00:00.001", "00:00:00.001")]
    [InlineData(60, "00:00:00", "00:00:00")]
    [InlineData(60, "-00:00:00.001", "-00:00:00.001")] // never
    public void A_wait_takes_as_many_times_less_and_is_never_early(double speed, string virtually, string really) =>
        Assert.Equal(TimeSpan.Parse(really, null), Accelerated(speed).Real(TimeSpan.Parse(virtually, null)));

    [Fact]
    public void Timers_fire_in_virtual_time_also_after_a_change()
    {
        var fired = 0;
        using var timer = Accelerated(60).CreateTimer(_ => fired++, null, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(2));
        _real.Advance(TimeSpan.FromMilliseconds(999));
        Assert.Equal(0, fired);
        _real.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(1, fired);
        _real.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(2, fired);

        timer.Change(TimeSpan.FromMinutes(3), Timeout.InfiniteTimeSpan);
        _real.Advance(TimeSpan.FromMilliseconds(2999));
        Assert.Equal(2, fired);
        _real.Advance(TimeSpan.FromHours(1));
        Assert.Equal(3, fired);
    }
}
