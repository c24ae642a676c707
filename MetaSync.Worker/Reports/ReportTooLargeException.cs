using System.Diagnostics.CodeAnalysis;
using MetaSync.Worker.Meta;

namespace MetaSync.Worker.Reports;

/// <summary>Meta could not make the report of a run because it is too large.</summary>
[SuppressMessage("Design", "CA1032:Implement standard exception constructors", Justification = "It is always about a run")]
internal sealed class ReportTooLargeException(ReportRun run, MetaException cause) : Exception(cause.Message, cause)
{
    public ReportRun Run { get; } = run;

    public MetaException Cause { get; } = cause;
}
