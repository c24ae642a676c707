using System.Globalization;

namespace MetaSync.Worker.Meta;

/// <summary>The insights edge: a page at once, or a report run that Meta prepares.</summary>
/// <remarks>https://developers.facebook.com/docs/marketing-api/insights</remarks>
internal sealed class InsightsApi(MetaGateway meta)
{
    /// <summary>The page that begins after a cursor, or the first.</summary>
    public async Task<InsightsPage> ReadPageAsync(InsightsQuery query, int pageSize, string? after, CancellationToken cancellationToken)
    {
        var parameters = query.Parameters();
        AddPaging(parameters, pageSize, after);
        return new InsightsPage(await meta.SendAsync(MetaCall.Get(query.Path, query.Account, parameters), cancellationToken), query);
    }

    /// <summary>Has Meta prepare the report. Returns the id of its run.</summary>
    public async Task<string> SubmitAsync(InsightsQuery query, CancellationToken cancellationToken)
    {
        using var answer = await meta.SendAsync(MetaCall.Post(query.Path, query.Account, query.Parameters()), cancellationToken);
        return answer.RootElement.TryGetProperty("report_run_id", out var id) && id.ToString() is { Length: > 0 } text // a string or a number
            ? text
            : throw MetaException.Transport("Meta took a report run and did not say which");
    }

    public async Task<ReportStatus> PollAsync(string account, string runId, CancellationToken cancellationToken)
    {
        using var answer = await meta.SendAsync(MetaCall.Get($"/{runId}", account, new Dictionary<string, string?>()), cancellationToken);
        return ReportStatus.Read(answer.RootElement);
    }

    /// <summary>A page of a run that is done.</summary>
    public async Task<InsightsPage> ReadRunPageAsync(InsightsQuery query, string runId, int pageSize, string? after, CancellationToken cancellationToken)
    {
        var parameters = new Dictionary<string, string?>();
        AddPaging(parameters, pageSize, after);
        return new InsightsPage(await meta.SendAsync(MetaCall.Get($"/{runId}/insights", query.Account, parameters), cancellationToken), query);
    }

    private static void AddPaging(Dictionary<string, string?> parameters, int pageSize, string? after)
    {
        parameters["limit"] = pageSize.ToString(CultureInfo.InvariantCulture);
        parameters["after"] = after;
    }
}
