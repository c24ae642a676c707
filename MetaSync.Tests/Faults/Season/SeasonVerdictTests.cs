using MetaSync.Faults.Season;

namespace MetaSync.Tests.Faults.Season;

[Trait("Category", "Faults")]
public sealed class SeasonVerdictTests
{
    [Theory]
    [InlineData(1000, 1000, true)]
    [InlineData(1000, 1120, true)] // a tenth, and the slack
    [InlineData(1000, 1121, false)]
    [InlineData(1000, 200, true)]
    [InlineData(0, 20, true)]
    [InlineData(0, 21, false)]
    public void A_reading_is_flat_within_a_tenth_and_its_slack(long before, long after, bool isFlat) =>
        Assert.Equal(isFlat, SeasonVerdict.Between(Reading(200, before), Reading(500, after)).Single().IsFlat);

    [Fact]
    public void What_is_there_to_grow_is_not_judged() => Assert.Empty(SeasonVerdict.Between(Reading(200, 1, null), Reading(500, 1_000_000, null)));

    private static SeasonReading Reading(int batches, long value, long? slack = 20) => new(batches, [new("a table", value, true, slack)]);
}
