using MetaSync.ApiService.Sync;

namespace MetaSync.Tests.Sync;

public sealed class BatchEstimateTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("0 10 20 30", 30, null, 100, 900, 1100)] // ten seconds a day, a hundred to go
    [InlineData("0 10 20 30", 35, null, 100, 900, 1100)] // in the middle of a day
    [InlineData("0 10 20 30", 30, 3630, 100, 900, 400000)] // a wait of an hour: nothing before its end, and it may not be the last
    [InlineData("0 10 20 30", 330, null, 100, 900, 30000)] // five minutes without a day's end
    [InlineData("0 10 20 620 630 640", 640, null, 100, 900, 60000)] // one of five days had to wait
    [InlineData("0 0 0 0", 0, null, 100, 0, 0)]
    [InlineData("0 10", 10, null, 100, null, null)] // two days are no pace
    [InlineData("0 10 20 30", 30, null, 0, null, null)]
    public void An_estimate_goes_on_at_the_pace_of_the_newest_days_with_all_their_waits(
        string finishes, int now, int? waitingUntil, int remaining, int? earliest, int? latest)
    {
        var estimate = BatchEstimate.Of(
            remaining, [.. finishes.Split(' ').Select(second => Noon.AddSeconds(int.Parse(second)))], Noon.AddSeconds(now),
            waitingUntil is { } second ? Noon.AddSeconds(second) : null);

        Assert.Equal(earliest is null, estimate is null);
        if (estimate is null)
            return;
        var start = Math.Max(now, waitingUntil ?? 0);
        Assert.InRange((estimate.Earliest - Noon).TotalSeconds, start, start + earliest!.Value);
        Assert.InRange((estimate.Latest - Noon).TotalSeconds, start + earliest.Value, start + latest!.Value);
    }

    [Fact]
    public void A_batch_does_not_end_before_the_last_of_its_waits() =>
        Assert.Equal(new BatchEstimate(Noon.AddHours(1), Noon.AddHours(1)), BatchEstimate.Of(2, [Noon, Noon, Noon], Noon, null, Noon.AddHours(1)));

    [Theory]
    [InlineData(0.5, 0, 0)] // days of very different size
    [InlineData(0.2, 0.02, 300)] // a wait of five minutes now and then
    [InlineData(0.1, 0.2, 60)]
    public void The_end_lies_within_the_estimate_nine_times_in_ten(double variation, double waits, double wait)
    {
        var random = new Random(17);
        double Day() => 10 * (1 + variation * (2 * random.NextDouble() - 1)) + (random.NextDouble() < waits ? wait : 0);
        var within = Enumerable.Range(0, 200).Count(_ =>
        {
            var finishes = new List<DateTimeOffset> { Noon };
            while (finishes.Count < 200)
                finishes.Add(finishes[^1].AddSeconds(Day()));
            var estimate = BatchEstimate.Of(265, finishes, finishes[^1])!;
            var end = finishes[^1].AddSeconds(Enumerable.Range(0, 265).Sum(_ => Day()));
            return estimate.Earliest <= end && end <= estimate.Latest;
        });

        Assert.InRange(within, 180, 200);
    }
}
