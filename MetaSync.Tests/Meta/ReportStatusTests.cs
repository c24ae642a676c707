using System.Text.Json;
using MetaSync.Worker.Meta;

namespace MetaSync.Tests.Meta;

public sealed class ReportStatusTests
{
    [Theory]
    [InlineData("\"Job Not Started\"", "0", ReportState.Pending, 0)]
    [InlineData("\"Job Started\"", "1", ReportState.Pending, 1)]
    [InlineData("\"Job Running\"", "99", ReportState.Pending, 99)]
    [InlineData("\"Job Running\"", "100", ReportState.Pending, 100)] // reading it now would be refused
    [InlineData("\"Job Completed\"", "99", ReportState.Pending, 99)]
    [InlineData("\"Job Completed\"", "100", ReportState.Completed, 100)]
    [InlineData("\"Job Completed\"", "100.0", ReportState.Completed, 100)]
    [InlineData("\"Job Completed\"", "\"100\"", ReportState.Completed, 100)]
    [InlineData("\"Job Completed\"", "null", ReportState.Pending, 0)]
    [InlineData("\"Job Completed\"", "\"all\"", ReportState.Pending, 0)]
    [InlineData("\"Job Skipped\"", "0", ReportState.Skipped, 0)]
    [InlineData("\"Job Failed\"", "40", ReportState.Failed, 40)]
    [InlineData("\"Job Dreaming\"", "100", ReportState.Pending, 100)]
    [InlineData("\"job completed\"", "100", ReportState.Pending, 100)]
    [InlineData("null", "100", ReportState.Pending, 100)]
    [InlineData("7", "100", ReportState.Pending, 100)]
    internal void A_run_is_done_only_when_it_says_so_twice(string status, string percent, ReportState state, int read)
    {
        var run = ReportStatus.Read(JsonElement.Parse($$"""{"id":"6104","async_status":{{status}},"async_percent_completion":{{percent}}}"""));
        Assert.Equal((state, read, state is ReportState.Failed), (run.State, run.Percent, run.Error is not null));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("true")]
    public void An_answer_that_says_nothing_leaves_the_run_pending(string answer) =>
        Assert.Equal(new ReportStatus(ReportState.Pending, 0, null), ReportStatus.Read(JsonElement.Parse(answer)));

    [Theory]
    [InlineData("", null, null, "Meta could not make the report, and did not say why", MetaOutcome.Retry)] // before v25.0
    [InlineData(""","error_message":"","error_user_title":"" """, null, null, "Meta could not make the report, and did not say why", MetaOutcome.Retry)]
    [InlineData(""","error_code":-3,"error_subcode":1504045,"error_message":"Report too large","error_user_title":"Too Large" """, -3, 1504045, "Report too large", MetaOutcome.Shrink)]
    [InlineData(""","error_code":"-2","error_subcode":"2490547","error_user_title":"Try later" """, -2, 2490547, "Try later", MetaOutcome.Retry)]
    [InlineData(""","error_code":2,"error_subcode":1504041,"error_message":null """, 2, 1504041, "Meta could not make the report, and did not say why", MetaOutcome.Fail)]
    internal void A_failure_says_what_is_to_be_done_as_far_as_Meta_does(string error, int? code, int? subcode, string message, MetaOutcome outcome)
    {
        var run = ReportStatus.Read(JsonElement.Parse($$"""{"async_status":"Job Failed","async_percent_completion":40{{error}}}"""));
        Assert.Equal(new MetaError(code, subcode, message, null), run.Error);
        Assert.Equal(outcome, MetaErrorTable.Find(run.Error!).Outcome);
    }
}
