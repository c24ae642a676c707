using MetaSync.ApiService.Sync;

namespace MetaSync.Tests.Sync;

public sealed class BatchArithmeticTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(3, 0, 0, 0, 0, 0, "queued")]
    [InlineData(2, 1, 0, 0, 0, 0, "running")]
    [InlineData(2, 0, 0, 1, 0, 0, "running")] // between two days
    [InlineData(2, 0, 1, 1, 0, 0, "waiting")]
    [InlineData(0, 0, 0, 3, 0, 0, "succeeded")]
    [InlineData(0, 0, 0, 2, 1, 0, "failed")]
    [InlineData(0, 0, 0, 2, 0, 1, "cancelled")]
    [InlineData(0, 0, 0, 1, 1, 1, "failed")]
    [InlineData(0, 0, 0, 0, 0, 0, "succeeded")] // all its days were waiting in other batches
    public void The_state_of_a_batch_follows_from_its_days(int queued, int running, int waiting, int succeeded, int failed, int cancelled, string state) =>
        Assert.Equal(state, BatchArithmetic.State(new DayCounts(queued, running, waiting, 0, succeeded, failed, cancelled)));

    [Theory]
    [InlineData(0, 365, 0)]
    [InlineData(1, 365, 0.2)]
    [InlineData(364, 365, 99.7)]
    [InlineData(1999, 2000, 99.9)] // not 100 before the end
    [InlineData(365, 365, 100)]
    [InlineData(0, 0, 100)]
    public void Percent_is_100_only_when_nothing_is_left(int finished, int total, decimal percent) =>
        Assert.Equal(percent, BatchArithmetic.Percent(new DayCounts(total - finished, 0, 0, 0, finished, 0, 0)));

    [Fact]
    public void An_estimate_goes_on_at_the_pace_of_the_newest_days() =>
        Assert.Equal(Noon.AddSeconds(50), BatchArithmetic.EstimatedCompletion(10, (5, Noon.AddSeconds(-20), Noon), Noon));

    [Theory]
    [InlineData(10, 2)]
    [InlineData(0, 20)]
    public void Without_three_finished_days_or_without_work_there_is_no_estimate(int remaining, int days) =>
        Assert.Null(BatchArithmetic.EstimatedCompletion(remaining, (days, Noon.AddSeconds(-20), Noon), Noon));
}
