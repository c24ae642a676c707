using MetaSync.Worker.Meta;

namespace MetaSync.Tests.Meta;

public sealed class MetaUsageTests
{
    private const string Score = "X-Ad-Account-Usage";
    private const string UseCases = "X-Business-Use-Case-Usage";

    [Fact]
    public void Every_meter_is_read_and_minutes_are_not_seconds()
    {
        var usage = Read(
            ("x-app-usage", """{"call_count":31,"total_cputime":12,"total_time":18}"""),
            ("X-AD-ACCOUNT-USAGE", """{"acc_id_util_pct":42.5,"reset_time_duration":173,"ads_api_access_tier":"development_access"}"""),
            ("x-Business-Use-Case-usage", """{"7130045582":[{"type":"ads_management","call_count":99},{"type":"ads_insights","call_count":88,"total_cputime":35,"total_time":41,"estimated_time_to_regain_access":9}]}"""),
            ("x-fb-ads-insights-throttle", """{"app_id_util_pct":61.2,"acc_id_util_pct":8.0,"ads_api_access_tier":"development_access"}"""));

        Assert.Equal(
            [
                new(MetaUsage.App, 31, null, null),
                new(MetaUsage.Account, 42.5, TimeSpan.FromSeconds(173), null),
                new(MetaUsage.BusinessUseCase, 88, null, TimeSpan.FromMinutes(9)),
                new(MetaUsage.InsightsApp, 61.2, null, null),
                new(MetaUsage.InsightsAccount, 8, null, null),
            ],
            usage.Readings);
        Assert.Equal(MetaTier.Limited, usage.Tier);
        Assert.Equal(88, usage.Find(MetaUsage.BusinessUseCase)?.Percent);
        Assert.Null(usage.Find("another"));
    }

    [Fact]
    public void Without_headers_nothing_is_known()
    {
        Assert.Empty(Read().Readings);
        Assert.Equal((0, MetaTier.Unknown), (MetaUsage.None.Readings.Count, MetaUsage.None.Tier));
    }

    [Theory]
    [InlineData("""{"acc_id_util_pct":"75.5","reset_time_duration":"60"}""", 75.5, 60.0)]
    [InlineData("""{"acc_id_util_pct":"9.667","reset_time_duration":"0.5"}""", 9.667, 0.5)]
    [InlineData("""{"acc_id_util_pct":118,"reset_time_duration":0}""", 118.0, null)]
    [InlineData("""{"acc_id_util_pct":0}""", 0.0, null)]
    [InlineData("""{"acc_id_util_pct":7,"reset_time_duration":-1}""", 7.0, null)]
    [InlineData("""{"acc_id_util_pct":7,"reset_time_duration":1e300}""", 7.0, null)]
    [InlineData("""{"acc_id_util_pct":"a lot","reset_time_duration":300}""", 0.0, 300.0)]
    public void Numbers_may_be_strings_and_fractions_and_exceed_100(string header, double percent, double? seconds)
    {
        var reading = Read((Score, header)).Find(MetaUsage.Account)!;
        Assert.Equal((percent, seconds), (reading.Percent, reading.EmptyIn?.TotalSeconds));
    }

    [Theory]
    [InlineData(Score, "")]
    [InlineData(Score, "none")]
    [InlineData(Score, "[]")]
    [InlineData(Score, "null")]
    [InlineData(Score, """{"acc_id_util_pct":1""")]
    [InlineData(Score, """{"acc_id_util_pct":"a lot","reset_time_duration":null}""")]
    [InlineData(Score, """{"acc_id_util_pct":"NaN"}""")]
    [InlineData(Score, """{"acc_id_util_pct":"Infinity"}""")]
    [InlineData(Score, """{"acc_id_util_pct":1e999}""")]
    [InlineData(Score, """{"acc_id_util_pct":-3}""")]
    [InlineData(Score, """{"acc_id_util_pct":{"a":1}}""")]
    [InlineData(Score, """{"acc_id_util_pct":"\ud800"}""")] // half a surrogate pair
    [InlineData(Score, """{"\ud800":1,"acc_id_util_pct":1}""")]
    [InlineData(Score, """{"ACC_ID_UTIL_PCT":1}""")]
    [InlineData(UseCases, """{"1":{"call_count":3}}""")]
    [InlineData(UseCases, """{"1":[3,null,"x",[]]}""")]
    [InlineData(UseCases, """[{"call_count":3}]""")]
    [InlineData("X-Other", """{"call_count":3}""")]
    public void A_header_that_is_absent_or_odd_says_nothing(string name, string value) => Assert.Empty(Read((name, value)).Readings);

    [Fact]
    public void A_bad_header_does_not_silence_the_good_ones()
    {
        var usage = Read((Score, "{"), (Score, """{"acc_id_util_pct":5}"""), (Score, """{"acc_id_util_pct":6}"""), ("X-App-Usage", """{"call_count":3}"""));
        Assert.Equal([(MetaUsage.App, 3.0), (MetaUsage.Account, 6.0)], usage.Readings.Select(reading => (reading.Meter, reading.Percent)));
    }

    [Theory]
    [InlineData("""{"call_count":3,"total_cputime":2,"total_time":1}""", 3)]
    [InlineData("""{"call_count":3,"total_cputime":"4","total_time":1}""", 4)]
    [InlineData("""{"call_count":3,"total_cputime":2,"total_time":120.5}""", 120.5)]
    [InlineData("""{"total_time":7}""", 7)]
    public void The_highest_of_calls_and_times_counts(string numbers, double percent)
    {
        var usage = Read(("X-App-Usage", numbers), (UseCases, $$"""{"1":[{{numbers}}]}"""));
        Assert.Equal((percent, percent), (usage.Find(MetaUsage.App)!.Percent, usage.Find(MetaUsage.BusinessUseCase)!.Percent));
    }

    [Theory]
    [InlineData("""{"1":[{"call_count":5}],"2":[{"call_count":60}]}""", "act_1", 5.0)] // the other accounts' lists do not matter
    [InlineData("""{"1":[{"call_count":5}],"2":[{"call_count":60}]}""", "act_3", 60.0)] // businesses: ours is one of them
    [InlineData("""{"1":[{"call_count":5}],"2":[{"call_count":60}]}""", null, 60.0)]
    [InlineData("""{"11":[{"call_count":5}],"2":[{"call_count":60}]}""", "act_1", 60.0)]
    [InlineData("""{"1":[],"2":[{"call_count":60}]}""", "act_1", null)]
    [InlineData("""{"1":[{"call_count":5},{"call_count":9},{"call_count":7}]}""", "act_1", 9.0)] // every entry is read
    [InlineData("""{"1":[{"type":"ads_insights","call_count":5},{"type":"ads_management","call_count":90}]}""", "act_1", 5.0)]
    [InlineData("""{"1":[{"type":null,"call_count":5},{"type":"custom_audience","call_count":90}]}""", "act_1", 5.0)]
    [InlineData("""{"1":[{"type":"pages","call_count":90}]}""", "act_1", null)]
    public void Of_the_business_use_cases_the_account_s_insights_count(string header, string? account, double? percent) =>
        Assert.Equal(percent, Read(account, (UseCases, header)).Find(MetaUsage.BusinessUseCase)?.Percent);

    [Fact]
    public void Of_as_many_businesses_as_Meta_sends_every_one_is_read()
    {
        var lists = string.Join(',', Enumerable.Range(1, 32).Select(id => $$""" "{{id}}":[{"type":"ads_insights","call_count":{{id}},"estimated_time_to_regain_access":{{40 - id}}}]"""));
        var reading = Read(account: null, (UseCases, $"{{{lists}}}")).Find(MetaUsage.BusinessUseCase)!;
        Assert.Equal((32, TimeSpan.FromMinutes(39)), (reading.Percent, reading.RegainIn));
    }

    [Theory]
    [InlineData("""{"call_count":100,"estimated_time_to_regain_access":0}""", null)]
    [InlineData("""{"call_count":100,"estimated_time_to_regain_access":"9"}""", 9.0)]
    [InlineData("""{"call_count":100,"estimated_time_to_regain_access":1.5}""", 1.5)]
    [InlineData("""{"estimated_time_to_regain_access":9}""", 9.0)]
    public void A_time_until_calls_are_let_through_is_in_minutes_and_absent_when_they_are_now(string entry, double? minutes) =>
        Assert.Equal(minutes, Read((UseCases, $$"""{"1":[{{entry}}]}""")).Find(MetaUsage.BusinessUseCase)!.RegainIn?.TotalMinutes);

    [Theory]
    [InlineData("development_access", "development_access", MetaTier.Limited)]
    [InlineData("standard_access", "standard_access", MetaTier.Full)]
    [InlineData("standard_access", "development_access", MetaTier.Limited)]
    [InlineData("standard_access", "something_new", MetaTier.Full)]
    [InlineData("something_new", "", MetaTier.Unknown)]
    public void The_tier_is_the_lower_one_that_is_named(string first, string second, object tier) => Assert.Equal(tier, Read(
        (Score, $$"""{"acc_id_util_pct":1,"ads_api_access_tier":"{{first}}"}"""),
        (UseCases, $$"""{"1":[{"type":"ads_insights","ads_api_access_tier":"{{second}}"}]}""")).Tier);

    private static MetaUsage Read(params (string Name, string Value)[] headers) => Read("act_1", headers);

    private static MetaUsage Read(string? account, params (string Name, string Value)[] headers)
    {
        using var response = new HttpResponseMessage();
        foreach (var (name, value) in headers)
            response.Headers.TryAddWithoutValidation(name, value);
        return MetaUsage.Read(response.Headers, account);
    }
}
