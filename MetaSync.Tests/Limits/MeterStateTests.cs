using MetaSync.Worker.Limits;
using MetaSync.Worker.Meta;

namespace MetaSync.Tests.Limits;

public sealed class MeterStateTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(10, 10, 30, true)]
    [InlineData(10, 10.9, 30, true)]
    [InlineData(10, 11, 30, false)]
    [InlineData(11, 10, 30, false)]
    [InlineData(10, 10, 60, false)] // a minute old
    [InlineData(49.5, 50, 30, false)] // from here on each point counts
    [InlineData(50, 49.5, 30, false)]
    public void A_quiet_meter_that_has_hardly_moved_is_not_written_down_again(double known, double read, int ageInSeconds, bool covered)
    {
        var meter = new MeterState(MetaUsage.Account, known, MetaTier.Full, Now.AddSeconds(-ageInSeconds), null, null);

        Assert.Equal(covered, meter.Covers(new MeterReading(MetaUsage.Account, read, null, null), MetaTier.Full, Now));
    }

    [Fact]
    public void A_reading_that_says_more_than_a_percentage_is_written_down()
    {
        var meter = new MeterState(MetaUsage.Account, 10, MetaTier.Full, Now.AddSeconds(-5), null, null);
        var reading = new MeterReading(MetaUsage.Account, 10, null, null);

        Assert.False(meter.Covers(reading, MetaTier.Limited, Now));
        Assert.False(meter.Covers(reading with { RegainIn = TimeSpan.FromMinutes(1) }, MetaTier.Full, Now));
        Assert.False((meter with { Refusals = 1 }).Covers(reading, MetaTier.Full, Now));
        Assert.False((meter with { BlockedUntil = Now.AddSeconds(-1) }).Covers(reading, MetaTier.Full, Now)); // read before the block
        Assert.True((meter with { BlockedUntil = Now.AddSeconds(-10) }).Covers(reading, MetaTier.Full, Now));
    }
}
