using System.Globalization;
using MetaSimulator.Graph;

namespace MetaSimulator.Usage;

// The headers of every answer.
internal static class UsageHeaders
{
    private const string Tier = "\"ads_api_access_tier\":\"standard_access\"";

    public static void Write(GraphCall call)
    {
        var headers = call.Http.Response.Headers;
        var usage = call.Usage;
        var key = call.Account is { } account ? account[4..] : UsageReport.BusinessId;
        headers["facebook-api-version"] = call.Version.ToString();
        headers["x-fb-trace-id"] = call.TraceId;
        headers["X-App-Usage"] = Invariant(
            $$"""{"call_count":{{usage.AppPercent:0}},"total_cputime":{{usage.AppPercent / 3:0}},"total_time":{{usage.AppPercent / 2:0}}}""");
        headers["X-Ad-Account-Usage"] = Invariant(
            $$"""{"acc_id_util_pct":{{usage.AccountPercent:0.##}},"reset_time_duration":{{usage.ResetSeconds}},{{Tier}}}""");
        headers["X-Business-Use-Case-Usage"] = Invariant(
            $$"""{"{{key}}":[{"type":"ads_insights","call_count":{{usage.BusinessPercent:0}},"total_cputime":{{usage.BusinessPercent / 3:0}},"total_time":{{usage.BusinessPercent / 2:0}},"estimated_time_to_regain_access":{{usage.RegainMinutes}},{{Tier}}}]}""");
        headers["X-FB-Ads-Insights-Throttle"] = Invariant(
            $$"""{"app_id_util_pct":{{usage.LoadPercent:0.##}},"acc_id_util_pct":{{usage.LoadPercent / 2:0.##}},{{Tier}}}""");
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
