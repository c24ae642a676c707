using System.Text.Json;
using MetaSync.Worker.Meta;
using MetaSync.Worker.Sync;

namespace MetaSync.Tests.Meta;

public sealed class MetaErrorClassifierTests
{
    private static readonly MetaUsage Usage = new(
        [new(MetaUsage.Account, 100, TimeSpan.FromSeconds(173), null), new(MetaUsage.BusinessUseCase, 100, null, TimeSpan.FromMinutes(9))], MetaTier.Unknown);

    [Theory]
    [InlineData(17, 2446079, WaitingReason.RateLimit, 173)]
    [InlineData(613, 1487742, WaitingReason.RateLimit, 173)]
    [InlineData(80000, 2446079, WaitingReason.RateLimit, 540)]
    [InlineData(80004, 2446079, WaitingReason.RateLimit, 540)]
    [InlineData(4, 1504022, WaitingReason.RateLimit, 60)]
    [InlineData(4, null, WaitingReason.RateLimit, 60)]
    [InlineData(613, null, WaitingReason.RateLimit, 173)]
    [InlineData(368, null, WaitingReason.RateLimit, 60)]
    [InlineData(190, 463, WaitingReason.Token, 60)]
    [InlineData(102, null, WaitingReason.Token, 60)]
    public void A_limit_and_a_token_are_waited_for_as_long_as_Meta_says(int code, int? subcode, string reason, int seconds)
    {
        var wait = Assert.IsType<MetaWaitException>(MetaErrorClassifier.Classify(new MetaError(code, subcode, "message", null), Usage));
        Assert.Equal((reason, seconds), (wait.Reason, wait.Wait.TotalSeconds));
    }

    [Theory]
    [InlineData(17)]
    [InlineData(80000)]
    public void A_limit_without_a_time_is_waited_for_a_minute(int code) =>
        Assert.Equal(TimeSpan.FromMinutes(1), Assert.IsType<MetaWaitException>(MetaErrorClassifier.Classify(new MetaError(code, null, "m", null), MetaUsage.None)).Wait);

    [Theory]
    [InlineData(1, 99)]
    [InlineData(1, null)]
    [InlineData(2, null)]
    [InlineData(2, 1504043)]
    [InlineData(-2, 2490547)]
    [InlineData(100, 1504018)]
    [InlineData(100, 1487534)]
    [InlineData(2601, 1815107)]
    [InlineData(987654, null)] // unknown
    [InlineData(null, null)]
    public void What_may_go_better_is_tried_again(int? code, int? subcode) =>
        Assert.IsType<MetaRetryException>(MetaErrorClassifier.Classify(new MetaError(code, subcode, "message", null), Usage));

    [Theory]
    [InlineData(2, 1504041)]
    [InlineData(2, 1504042)]
    [InlineData(100, null)]
    [InlineData(100, 33)]
    [InlineData(200, null)]
    [InlineData(294, null)]
    [InlineData(10, null)]
    [InlineData(2635, null)]
    [InlineData(3018, null)]
    public void What_somebody_has_to_change_fails_at_once(int code, int? subcode) =>
        Assert.IsType<MetaFailException>(MetaErrorClassifier.Classify(new MetaError(code, subcode, "message", null), Usage));

    [Fact]
    public void A_token_that_Meta_repeats_is_not_kept()
    {
        var body = JsonElement.Parse("""{"error":{"message":"Malformed access token EAAsecret","code":190,"error_user_title":"EAAsecret is no token"}}""");
        Assert.Equal("Malformed access token [token] ([token] is no token)", MetaError.Read(body, "EAAsecret")!.Message);
    }
}
