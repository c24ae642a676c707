using System.Net.Http.Json;

namespace MetaSync.Bench.Rig;

/// <summary>A call that the simulator was asked, and when, by this machine's clock.</summary>
internal sealed record SimulatorCall(DateTimeOffset Received, string Path, string? Account, DateOnly? Day, DateTimeOffset? Finished);

/// <summary>The simulated Meta, as a process.</summary>
internal sealed class Simulator : IAsyncDisposable
{
    private readonly ProjectProcess _process;
    private readonly HttpClient _client;

    private Simulator(ProjectProcess process, Uri address) => (_process, _client) = (process, new HttpClient { BaseAddress = address });

    public Uri Address => _client.BaseAddress!;

    /// <param name="latency">What every answer takes.</param>
    /// <param name="cancellationToken">Until it answers.</param>
    public static async Task<Simulator> StartAsync(TimeSpan latency, CancellationToken cancellationToken)
    {
        var address = new Uri($"http://127.0.0.1:{PostgresCluster.FreePort()}");
        var process = ProjectProcess.Start("MetaSimulator", new Dictionary<string, string>
        {
            ["ASPNETCORE_URLS"] = address.ToString(),
            ["Simulator__Latency__PerRequest"] = latency.ToString("c"),
        });
        var simulator = new Simulator(process, address);
        await process.UntilAsync(simulator.AnswersAsync, cancellationToken);
        return simulator;
    }

    public async Task<IReadOnlyList<SimulatorCall>> CallsAsync(CancellationToken cancellationToken) =>
        (await _client.GetFromJsonAsync<Answer>("/__sim/requests", cancellationToken))!.Data;

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _process.DisposeAsync();
    }

    private async Task<bool> AnswersAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await _client.GetAsync("/__sim/health", cancellationToken);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private sealed record Answer(IReadOnlyList<SimulatorCall> Data);
}
