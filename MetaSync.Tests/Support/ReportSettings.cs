using MetaSync.Worker.Reports;

namespace MetaSync.Tests.Support;

/// <summary>Reports as a worker is given them in its environment.</summary>
internal static class ReportSettings
{
    public static Dictionary<string, string> AsEnvironment(params ReportOptions[] reports) => reports
        .SelectMany((report, n) => new Dictionary<string, string>
        {
            [$"Reports__{n}__Name"] = report.Name,
            [$"Reports__{n}__Level"] = report.Level,
            [$"Reports__{n}__Fields"] = string.Join(',', report.Fields),
            [$"Reports__{n}__Breakdowns"] = string.Join(',', report.Breakdowns),
            [$"Reports__{n}__ActionAttributionWindows"] = string.Join(',', report.ActionAttributionWindows),
        })
        .ToDictionary();
}
