using MetaSync.Worker.Limits;
using MetaSync.Worker.Meta;

namespace MetaSync.Tests.Limits;

public sealed class RefusalTests
{
    [Theory]
    [InlineData(4, null, MetaUsage.App, true, 60, false)]
    [InlineData(4, 1504022, MetaUsage.InsightsApp, true, 60, false)]
    [InlineData(4, 1504039, MetaUsage.InsightsApp, true, 60, false)]
    [InlineData(32, null, MetaUsage.App, true, 60, false)]
    [InlineData(368, null, MetaUsage.App, true, 60, false)]
    [InlineData(17, 2446079, MetaUsage.Account, false, 174, true)] // the answer's 173 s and a second's margin
    [InlineData(613, 1487742, MetaUsage.Account, false, 174, true)]
    [InlineData(613, null, MetaUsage.Account, false, 900, false)] // abuse: the meter has nothing to do with it
    [InlineData(613, 1996, MetaUsage.Account, false, 900, false)]
    [InlineData(80000, 2446079, MetaUsage.BusinessUseCase, false, 541, true)] // the answer's 9 min
    [InlineData(80004, null, MetaUsage.BusinessUseCase, false, 541, true)]
    public void A_refusal_closes_the_meter_that_was_full_for_as_long_as_Meta_says(int code, int? subcode, string meter, bool isOfApp, int seconds, bool isTold) =>
        Assert.Equal(
            new Refusal(meter, isOfApp, TimeSpan.FromSeconds(seconds), isTold),
            Refusal.Of(Refused(code, subcode), new MetaUsage(
                [new(MetaUsage.Account, 100, TimeSpan.FromSeconds(173), null), new(MetaUsage.BusinessUseCase, 100, null, TimeSpan.FromMinutes(9))], MetaTier.Full)));

    [Theory]
    [InlineData(17, MetaTier.Full, 61)]
    [InlineData(17, MetaTier.Limited, 301)]
    [InlineData(17, MetaTier.Unknown, 301)]
    [InlineData(80000, MetaTier.Full, 301)]
    internal void Without_Metas_word_the_wait_is_the_documented_one_and_doubles_from_there(int code, MetaTier tier, int seconds)
    {
        var nothing = Refusal.Of(Refused(code, null), new MetaUsage([], tier));
        var onlyPercents = Refusal.Of(Refused(code, null), new MetaUsage([new(MetaUsage.Account, 100, null, null), new(MetaUsage.BusinessUseCase, 100, null, null)], tier));
        Assert.Equal((TimeSpan.FromSeconds(seconds), false), (nothing.Wait, nothing.IsTold));
        Assert.Equal(nothing, onlyPercents);
    }

    private static MetaException Refused(int code, int? subcode) => MetaException.Of(new MetaError(code, subcode, "refused", null));
}
