using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MetaSync.Tests.Support;

/// <summary>The simulator's control plane.</summary>
internal sealed class SimulatorClient(HttpClient http) : IDisposable
{
    public async Task<IReadOnlyList<Call>> CallsAsync(CancellationToken cancellationToken) =>
        (await http.GetFromJsonAsync<Envelope<Call[]>>("/__sim/requests", cancellationToken))!.Data;

    /// <summary>The rows that Meta has of an account's days, as of now.</summary>
    public async Task<IReadOnlyList<JsonObject>> TruthAsync(string account, string day, string until, string fields, CancellationToken cancellationToken)
    {
        var truth = await http.GetFromJsonAsync<JsonNode>($"/__sim/truth?account={account}&day={day}&until={until}&level=ad&fields={fields}", cancellationToken);
        return [.. truth!["data"]!.AsArray().Select(row => row!.AsObject())];
    }

    public Task FailAsync(object rules, CancellationToken cancellationToken) => PostAsync("/__sim/faults", rules, cancellationToken);

    public Task SetClockAsync(DateTimeOffset now, CancellationToken cancellationToken) => PostAsync("/__sim/clock", new { set = now }, cancellationToken);

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
    long Sequence, DateTimeOffset Received, DateTimeOffset? Finished, string Method, string Path, string? Account, DateOnly? Day, string? After, int? Status, int? ErrorCode);
