using MetaSync.Worker.Limits;
using MetaSync.Worker.Meta;

namespace MetaSync.Tests.Limits;

public sealed class PaceTests
{
    private static readonly DateTimeOffset Read = new(2026, 3, 14, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(MetaTier.Limited, 97.49, 1, 0, 0)] // 60 points: room for one and a half is left
    [InlineData(MetaTier.Limited, 97.49, 3, 0, 10.227)]
    [InlineData(MetaTier.Limited, 94.16, 3, 0, 0)]
    [InlineData(MetaTier.Limited, 100, 1, 0, 7.5)] // a point and a half, at 5 s each
    [InlineData(MetaTier.Limited, 100, 3, 0, 17.5)]
    [InlineData(MetaTier.Limited, 100, 1, 5, 2.5)]
    [InlineData(MetaTier.Limited, 100, 1, 8, 0)]
    [InlineData(MetaTier.Limited, 118, 1, 0, 52.12)]
    [InlineData(MetaTier.Unknown, 100, 1, 0, 7.5)] // as in the lower tier
    [InlineData(MetaTier.Full, 99.98, 1, 0, 0)] // 9,000 points
    [InlineData(MetaTier.Full, 100, 1, 0, 0.05)]
    [InlineData(MetaTier.Full, 100, 3, 0, 0.12)]
    [InlineData(MetaTier.Full, 0, 3, 0, 0)]
    internal void A_call_waits_until_the_score_has_room_for_it(MetaTier tier, double percent, int points, int elapsed, double seconds)
    {
        var meter = new MeterState(MetaUsage.Account, percent, tier, Read, Read.AddSeconds(300), null);
        Assert.Equal(seconds, Pace.Wait(meter, points, Read.AddSeconds(elapsed)).TotalSeconds, 0.01);
        Assert.Equal(seconds, Pace.Wait(meter with { EmptyAt = null }, points, Read.AddSeconds(elapsed)).TotalSeconds, 0.01); // 300 s are assumed
    }

    [Fact]
    public void A_score_that_is_empty_sooner_has_room_sooner_and_one_that_was_empty_has_room()
    {
        var meter = new MeterState(MetaUsage.Account, 100, MetaTier.Limited, Read, Read.AddSeconds(60), null);
        Assert.Equal(1.5, Pace.Wait(meter, 1, Read).TotalSeconds, 0.01);
        Assert.Equal(TimeSpan.Zero, Pace.Wait(meter, 3, Read.AddSeconds(60)));
        Assert.Equal(TimeSpan.Zero, Pace.Wait(meter with { EmptyAt = Read }, 3, Read));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(74.99, 0)]
    [InlineData(75, 0.25)]
    [InlineData(81, 1)]
    [InlineData(87, 4)]
    [InlineData(93, 16)]
    [InlineData(96, 32)]
    [InlineData(97, 300)]
    [InlineData(250, 300)]
    public void The_distance_between_calls_doubles_with_every_three_percent(double percent, double seconds)
    {
        foreach (var name in new[] { MetaUsage.App, MetaUsage.BusinessUseCase })
        {
            var meter = new MeterState(name, percent, MetaTier.Limited, Read, null, null);
            Assert.Equal(seconds, Pace.Wait(meter, 1, Read).TotalSeconds, 0.001);
            Assert.Equal(seconds / 2, Pace.Wait(meter, 3, Read.AddSeconds(seconds / 2)).TotalSeconds, 0.001);
            Assert.Equal(TimeSpan.Zero, Pace.Wait(meter, 1, Read.AddSeconds(seconds)));
        }
    }

    [Theory]
    [InlineData(MetaUsage.InsightsApp)]
    [InlineData(MetaUsage.InsightsAccount)]
    public void A_load_passes_sooner_than_an_hours_calls(string meter) =>
        Assert.Equal(TimeSpan.FromSeconds(30), Pace.Wait(new MeterState(meter, 118, MetaTier.Full, Read, null, null), 1, Read));

    [Theory]
    [InlineData(MetaUsage.Account)]
    [InlineData(MetaUsage.App)]
    [InlineData(MetaUsage.BusinessUseCase)]
    [InlineData(MetaUsage.InsightsApp)]
    public void A_block_holds_whatever_was_read_and_the_call_after_it_finds_out_anew(string name)
    {
        var blocked = new MeterState(name, 0, MetaTier.Full, Read, null, Read.AddSeconds(90));
        Assert.Equal(TimeSpan.FromSeconds(60), Pace.Wait(blocked, 1, Read.AddSeconds(30)));
        Assert.Equal(TimeSpan.Zero, Pace.Wait(blocked with { Percent = 118 }, 1, Read.AddSeconds(90)));
        Assert.True(Pace.Wait(blocked with { Percent = 118, ReadAt = Read.AddSeconds(90) }, 1, Read.AddSeconds(90)) > TimeSpan.Zero);
    }
}
