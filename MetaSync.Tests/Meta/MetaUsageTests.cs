using MetaSync.Worker.Meta;

namespace MetaSync.Tests.Meta;

public sealed class MetaUsageTests
{
    [Fact]
    public void Every_meter_is_read_and_minutes_are_not_seconds()
    {
        var usage = Read(
            ("x-app-usage", """{"call_count":31,"total_cputime":12,"total_time":18}"""),
            ("X-Ad-Account-Usage", """{"acc_id_util_pct":42.5,"reset_time_duration":173,"ads_api_access_tier":"development_access"}"""),
            ("X-Business-Use-Case-Usage", """{"7130045582":[{"type":"ads_management","call_count":1},{"type":"ads_insights","call_count":88,"total_cputime":35,"total_time":41,"estimated_time_to_regain_access":9}]}"""),
            ("X-FB-Ads-Insights-Throttle", """{"app_id_util_pct":61.2,"acc_id_util_pct":8.0,"ads_api_access_tier":"standard_access"}"""));

        Assert.Equal(
            new Dictionary<string, double> { ["app"] = 31, ["account"] = 42.5, ["business_use_case"] = 88, ["insights_app"] = 61.2, ["insights_account"] = 8 },
            usage.Meters);
        Assert.Equal(TimeSpan.FromSeconds(173), usage.AccountReset);
        Assert.Equal(TimeSpan.FromMinutes(9), usage.BusinessUseCaseRegain);
    }

    [Theory]
    [InlineData("""{"acc_id_util_pct":"75.5","reset_time_duration":"60"}""", 75.5, 60)]
    [InlineData("""{"acc_id_util_pct":118,"reset_time_duration":0}""", 118, null)]
    public void Numbers_may_be_strings_and_exceed_100(string header, double percent, int? seconds)
    {
        var usage = Read(("X-Ad-Account-Usage", header));
        Assert.Equal(percent, usage.Meters[MetaUsage.Account]);
        Assert.Equal(seconds, (int?)usage.AccountReset?.TotalSeconds);
    }

    [Theory]
    [InlineData("X-Ad-Account-Usage", "")]
    [InlineData("X-Ad-Account-Usage", "none")]
    [InlineData("X-Ad-Account-Usage", "[]")]
    [InlineData("X-Ad-Account-Usage", """{"acc_id_util_pct":"a lot","reset_time_duration":null}""")]
    [InlineData("X-Business-Use-Case-Usage", """{"1":{"call_count":3}}""")]
    [InlineData("X-Other", "{}")]
    public void A_header_that_is_absent_or_odd_says_nothing(string name, string value)
    {
        var usage = Read((name, value));
        Assert.Empty(usage.Meters);
        Assert.Null(usage.AccountReset ?? usage.BusinessUseCaseRegain);
    }

    private static MetaUsage Read(params (string Name, string Value)[] headers)
    {
        using var response = new HttpResponseMessage();
        foreach (var (name, value) in headers)
            response.Headers.TryAddWithoutValidation(name, value);
        return MetaUsage.Read(response.Headers);
    }
}
