using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using MetaSync.Worker.Reports;

namespace MetaSync.Tests.Support;

/// <summary>The simulator's control plane.</summary>
internal sealed class SimulatorClient(HttpClient http) : IDisposable
{
    /// <summary>The calls for insights, in the order in which they came.</summary>
    public async Task<IReadOnlyList<Call>> CallsAsync(CancellationToken cancellationToken) =>
        [.. (await AllCallsAsync(cancellationToken)).Where(call => call.Path.EndsWith("/insights", StringComparison.Ordinal))];

    /// <summary>All calls: also those for accounts, for the token, and for report runs.</summary>
    public async Task<IReadOnlyList<Call>> AllCallsAsync(CancellationToken cancellationToken) =>
        (await http.GetFromJsonAsync<Envelope<Call[]>>("/__sim/requests", cancellationToken))!.Data;

    /// <summary>The rows that Meta has of an account's days, as of an instant, or of now.</summary>
    public async Task<IReadOnlyList<JsonObject>> TruthAsync(string account, string day, string until, Report report, CancellationToken cancellationToken, DateTimeOffset? asOf = null)
    {
        var truth = await http.GetFromJsonAsync<JsonNode>(
            $"/__sim/truth?account={account}&day={day}&until={until}&level={report.Level}&fields={string.Join(',', report.Fields)}&breakdowns={string.Join(',', report.Breakdowns)}"
            + $"&action_attribution_windows={string.Join(',', report.ActionAttributionWindows)}"
            + (asOf is { } instant ? $"&as_of={instant:yyyy-MM-ddTHH:mm:ssZ}" : ""),
            cancellationToken);
        return [.. truth!["data"]!.AsArray().Select(row => row!.AsObject())];
    }

    /// <summary>The report runs, in the order in which they were submitted.</summary>
    public async Task<IReadOnlyList<Run>> RunsAsync(CancellationToken cancellationToken) =>
        (await http.GetFromJsonAsync<Envelope<Run[]>>("/__sim/runs", cancellationToken))!.Data;

    /// <summary>What becomes of a token, from now on or from one of the next calls on.</summary>
    public Task SetTokenAsync(object token, CancellationToken cancellationToken) => PostAsync("/__sim/tokens", token, cancellationToken);

    public Task SetQuotaAsync(object quota, CancellationToken cancellationToken) => PostAsync("/__sim/quota", quota, cancellationToken);

    public Task SetAccountAsync(object account, CancellationToken cancellationToken) => PostAsync("/__sim/accounts", account, cancellationToken);

    public Task FailAsync(object rules, CancellationToken cancellationToken) => PostAsync("/__sim/faults", rules, cancellationToken);

    public Task SetClockAsync(DateTimeOffset now, CancellationToken cancellationToken) => PostAsync("/__sim/clock", new { set = now }, cancellationToken);

    public async Task<DateTimeOffset> NowAsync(CancellationToken cancellationToken) =>
        (await http.GetFromJsonAsync<JsonNode>("/__sim/clock", cancellationToken))!["now"]!.GetValue<DateTimeOffset>();

    /// <summary>How far the simulator's clock, and with it its journal, is from the real one.</summary>
    public async Task<TimeSpan> ClockOffsetAsync(CancellationToken cancellationToken) =>
        TimeSpan.Parse((await http.GetFromJsonAsync<JsonNode>("/__sim/clock", cancellationToken))!["offset"]!.GetValue<string>(), CultureInfo.InvariantCulture);

    public Task ResetAsync(object options, CancellationToken cancellationToken) => PostAsync("/__sim/reset", options, cancellationToken);

    public async Task ForgiveAsync(CancellationToken cancellationToken)
    {
        using var response = await http.DeleteAsync("/__sim/faults", cancellationToken);
        response.EnsureSuccessStatusCode();
    }

    public void Dispose() => http.Dispose();

    private async Task PostAsync(string path, object body, CancellationToken cancellationToken)
    {
        using var response = await http.PostAsJsonAsync(path, body, JsonSerializerOptions.Web, cancellationToken);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(cancellationToken));
    }
}

/// <summary>A line of the simulator's journal.</summary>
internal sealed record Call(
    long Sequence, DateTimeOffset Received, DateTimeOffset? Finished, string Method, string Path, string? Account, DateOnly? Day, string? After, int? Status, int? ErrorCode,
    int? ErrorSubcode, string? RunId, string? Limit, string? Level, string? Breakdowns, bool WhileBlocked, bool TokenInAddress, DateTimeOffset? AsOf, DateOnly? Until,
    bool Batch);

/// <summary>A report run at the simulated Meta; it is live until <paramref name="Ends"/>.</summary>
internal sealed record Run(string Id, string Account, DateOnly Day, string? Filtering, DateTimeOffset Submitted, DateTimeOffset? Ends, string Status, int Polls, int Reads, string? Breakdowns);
