using MetaSync.Bench.Reporting;

namespace MetaSync.Tests.Bench;

public sealed class SampleTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(10, 1)]
    [InlineData(11, 2)]
    [InlineData(50, 5)]
    [InlineData(51, 6)]
    [InlineData(99, 10)]
    [InlineData(100, 10)]
    public void A_percentile_of_ten_readings_is_the_smallest_that_so_many_do_not_exceed(double percent, double expected) =>
        Assert.Equal(expected, new Sample([7, 1, 10, 3, 5, 2, 9, 4, 8, 6]).Percentile(percent));

    [Fact]
    public void The_99th_percentile_of_a_hundred_readings_leaves_the_slowest_out()
    {
        var sample = new Sample(Enumerable.Range(1, 100).Select(reading => (double)reading));

        Assert.Equal((50, 99, 100), (sample.Median, sample.P99, sample.Max));
    }

    [Fact]
    public void One_reading_is_every_percentile() => Assert.Equal((4.2, 4.2, 4.2), (new Sample([4.2]).Median, new Sample([4.2]).P99, new Sample([4.2]).Max));

    [Fact]
    public void Nothing_has_no_percentile() => Assert.Throws<InvalidOperationException>(() => new Sample([]).Median);
}
