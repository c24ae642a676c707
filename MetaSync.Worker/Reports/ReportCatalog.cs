using Microsoft.Extensions.Options;

namespace MetaSync.Worker.Reports;

/// <summary>The reports of the section <c>Reports</c>, or the default one.</summary>
internal sealed class ReportCatalog(IConfiguration configuration)
{
    private const string Section = "Reports";

    /// <exception cref="OptionsValidationException">Something that Meta refuses, or answers with nothing.</exception>
    public IReadOnlyList<Report> Reports { get; } = Read(configuration.GetSection(Section));

    private static Report[] Read(IConfigurationSection section)
    {
        var sections = section.GetChildren().ToArray();
        string[] complaints = [.. ReportRules.OfShape(section)];
        var reports = Array.ConvertAll(sections, ReportOptions.Read);
        if (complaints.Length == 0)
            complaints = [.. reports.Zip(sections, (report, at) => ReportRules.Of(report, at.Path)).SelectMany(all => all), .. ReportRules.OfNames(reports, sections)];
        if (complaints.Length > 0)
            throw new OptionsValidationException(Section, typeof(ReportOptions), complaints);
        return reports.Length == 0 ? [Report.Default] : Array.ConvertAll(reports, Report.Of);
    }
}
