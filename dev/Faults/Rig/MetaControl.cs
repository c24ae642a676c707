using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MetaSync.Faults.Rig;

/// <summary>A call that came to Meta: from when to when, for which day, and how it was answered.</summary>
internal sealed record MetaCall(long Sequence, DateTimeOffset Received, DateTimeOffset? Finished, string Path, string? Account, DateOnly? Day, DateOnly? Until, int? Status);

/// <summary>The simulator's control plane: what it is to do wrong, what it was asked, and what is true.</summary>
internal sealed class MetaControl(Uri simulator) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = simulator };

    /// <summary>Adds a rule of faults, as the simulator's README describes them.</summary>
    /// <returns>The rule's number.</returns>
    public async Task<int> FailAsync(object rule, CancellationToken cancellationToken)
    {
        using var answer = await _http.PostAsJsonAsync("/__sim/faults", rule, JsonSerializerOptions.Web, cancellationToken);
        if (!answer.IsSuccessStatusCode)
            throw new InvalidOperationException(await answer.Content.ReadAsStringAsync(cancellationToken));
        return (await answer.Content.ReadFromJsonAsync<Listed<Rule>>(cancellationToken))!.Data.Single().Id;
    }

    /// <summary>How many calls a rule has taken.</summary>
    public async Task<int> FiredAsync(int rule, CancellationToken cancellationToken) =>
        (await _http.GetFromJsonAsync<Listed<Rule>>("/__sim/faults", cancellationToken))!.Data.FirstOrDefault(one => one.Id == rule)?.Fired ?? 0;

    /// <summary>Ends all faults.</summary>
    public async Task ForgiveAsync(CancellationToken cancellationToken)
    {
        using var answer = await _http.DeleteAsync("/__sim/faults", cancellationToken);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Forgets all calls, and all faults.</summary>
    public async Task ForgetAsync(CancellationToken cancellationToken)
    {
        using var answer = await _http.PostAsync("/__sim/reset", null, cancellationToken);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>The calls for insights, in the order in which they came.</summary>
    public async Task<IReadOnlyList<MetaCall>> CallsAsync(CancellationToken cancellationToken) =>
        [.. (await _http.GetFromJsonAsync<Listed<MetaCall>>("/__sim/requests", cancellationToken))!.Data.Where(call => call.Path.EndsWith("/insights", StringComparison.Ordinal))];

    /// <summary>The true rows of an account's days.</summary>
    public async Task<IReadOnlyList<JsonObject>> TruthAsync(string account, DateOnly day, DateOnly until, CancellationToken cancellationToken)
    {
        var truth = await _http.GetFromJsonAsync<JsonNode>(string.Create(CultureInfo.InvariantCulture,
            $"/__sim/truth?account={account}&day={day:yyyy-MM-dd}&until={until:yyyy-MM-dd}&level=ad&fields=ad_id,impressions,clicks,spend"), cancellationToken);
        return [.. truth!["data"]!.AsArray().Select(row => row!.AsObject())];
    }

    public void Dispose() => _http.Dispose();

    private sealed record Rule(int Id, int Fired);

    private sealed record Listed<T>(IReadOnlyList<T> Data);
}
