using MetaSync.Worker.Reports;

namespace MetaSync.Tests.Reports;

public sealed class ReportPollingTests
{
    [Theory]
    [InlineData(0, 3)]
    [InlineData(12, 3)]
    [InlineData(14, 3.5)]
    [InlineData(60, 15)]
    [InlineData(239, 59.75)]
    [InlineData(240, 60)]
    [InlineData(5400, 60)]
    public void The_pause_is_a_quarter_of_the_runs_age(double age, double seconds) =>
        Assert.Equal(seconds, ReportPolling.Delay(TimeSpan.FromSeconds(age)).TotalSeconds, 0.001);

    [Theory]
    [InlineData(1, 11)]
    [InlineData(10, 23)]
    [InlineData(60, 73)]
    public void A_run_costs_few_questions(int minutes, int questions)
    {
        var asked = 0;
        for (var age = ReportPolling.Delay(TimeSpan.Zero); age <= TimeSpan.FromMinutes(minutes); age += ReportPolling.Delay(age))
            asked++;
        Assert.Equal(questions, asked);
    }

    [Fact]
    public void A_run_is_not_given_up_while_Meta_may_be_at_work()
    {
        Assert.True(ReportPolling.Longest > TimeSpan.FromHours(1));
        Assert.True(ReportPolling.NotFoundAtFirst < ReportPolling.Unanswered);
    }
}
