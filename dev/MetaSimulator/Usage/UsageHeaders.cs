using System.Globalization;
using MetaSimulator.Configuration;
using MetaSimulator.Graph;

namespace MetaSimulator.Usage;

// The headers of every answer.
internal static class UsageHeaders
{
    public static void Write(GraphCall call, SimulatorOptions options)
    {
        var headers = call.Http.Response.Headers;
        headers["facebook-api-version"] = call.Version.ToString();
        headers["x-fb-trace-id"] = call.TraceId;
        if (options.Headers == "absent")
            return;

        var usage = call.Usage;
        var q = options.Headers == "strings" ? "\"" : "";
        var key = options.BucKey == "account" && call.Account is { } account ? account[4..] : UsageReport.BusinessId;
        var tier = $"\"ads_api_access_tier\":\"{usage.Tier}\"";
        headers["X-App-Usage"] = Invariant(
            $$"""{"call_count":{{q}}{{usage.AppPercent:0}}{{q}},"total_cputime":{{q}}{{usage.AppPercent / 3:0}}{{q}},"total_time":{{q}}{{usage.AppPercent / 2:0}}{{q}}}""");
        headers["X-Ad-Account-Usage"] = Invariant(
            $$"""{"acc_id_util_pct":{{q}}{{usage.AccountPercent:0.##}}{{q}},"reset_time_duration":{{q}}{{usage.ResetSeconds}}{{q}},{{tier}}}""");
        headers["X-Business-Use-Case-Usage"] = Invariant(
            $$"""{"{{key}}":[{"type":"ads_insights","call_count":{{q}}{{usage.BusinessPercent:0}}{{q}},"total_cputime":{{q}}{{usage.CpuPercent:0}}{{q}},"total_time":{{q}}{{usage.TimePercent:0}}{{q}},"estimated_time_to_regain_access":{{q}}{{usage.RegainMinutes}}{{q}},{{tier}}}]}""");
        headers["X-FB-Ads-Insights-Throttle"] = Invariant(
            $$"""{"app_id_util_pct":{{q}}{{usage.LoadPercent:0.##}}{{q}},"acc_id_util_pct":{{q}}{{usage.LoadPercent / 2:0.##}}{{q}},{{tier}}}""");
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
