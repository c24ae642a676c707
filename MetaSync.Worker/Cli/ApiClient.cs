using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace MetaSync.Worker.Cli;

internal sealed record Receipt(Guid BatchId, int JobCount, int Skipped);

internal sealed record Current(string Account, DateOnly Day, string? WaitingReason, string? WaitingMeter, DateTimeOffset? WaitingUntil, CurrentError? Error);

internal sealed record CurrentError(string Message, string? Remedy);

internal sealed record Counts(int Queued, int Running, int Waiting, int Succeeded, int Failed, int Cancelled)
{
    public int Total() => Queued + Running + Waiting + Succeeded + Failed + Cancelled;

    public int Finished() => Succeeded + Failed + Cancelled;
}

internal sealed record Batch(string State, Counts Counts, long Rows, Current? Current)
{
    public bool IsFinished() => State is "succeeded" or "failed" or "cancelled";
}

/// <summary>What the API refused, in its own words.</summary>
internal sealed class ApiProblemException(string message, bool isWrongUsage) : Exception(message)
{
    public bool IsWrongUsage { get; } = isWrongUsage;
}

/// <summary>The part of the API that the command line uses.</summary>
internal sealed class ApiClient(Uri baseAddress) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = baseAddress };

    public async Task<Receipt> EnqueueAsync(string startDate, string endDate, string[]? accounts, CancellationToken cancellationToken)
    {
        object body = accounts is { Length: > 0 } ? new { startDate, endDate, accounts } : new { startDate, endDate };
        using var response = await _http.PostAsJsonAsync("/api/sync", body, cancellationToken);
        return await DataAsync<Receipt>(response, cancellationToken);
    }

    public async Task<Batch> FindAsync(Guid batchId, CancellationToken cancellationToken)
    {
        using var response = await _http.GetAsync($"/api/sync/{batchId}", cancellationToken);
        return await DataAsync<Batch>(response, cancellationToken);
    }

    public void Dispose() => _http.Dispose();

    private sealed record Envelope<T>(T Data);

    private static async Task<T> DataAsync<T>(HttpResponseMessage response, CancellationToken cancellationToken)
        where T : class
    {
        if (response.IsSuccessStatusCode)
            return (await response.Content.ReadFromJsonAsync<Envelope<T>>(cancellationToken))?.Data ?? throw new JsonException();

        var isJson = response.Content.Headers.ContentType?.MediaType?.EndsWith("json", StringComparison.Ordinal) is true;
        var problem = isJson ? await response.Content.ReadFromJsonAsync<JsonElement>(cancellationToken) : default;
        var detail = problem.ValueKind is JsonValueKind.Object && problem.TryGetProperty("detail", out var text) ? text.GetString() : null;
        throw new ApiProblemException(detail ?? $"The API answered {(int)response.StatusCode}.", detail is not null && response.StatusCode is HttpStatusCode.BadRequest);
    }
}
