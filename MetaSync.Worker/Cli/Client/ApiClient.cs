using System.Net.Http.Json;
using System.Text.Json;

namespace MetaSync.Worker.Cli.Client;

/// <summary>The API, as the commands speak to it: every command is a client of it, so that there is one way to do a thing.</summary>
internal sealed class ApiClient : IDisposable
{
    private readonly HttpClient _http = new();
    private readonly Uri _root;

    public ApiClient(Uri address, EnvironmentKey? key)
    {
        Address = address;
        _root = new Uri(address.AbsoluteUri.TrimEnd('/') + "/"); // it may answer under a path: Access:PathBase
        _http.DefaultRequestHeaders.Authorization = key?.Header();
    }

    public Uri Address { get; }

    public Task<ApiAnswer> GetAsync(string path, CancellationToken cancellationToken) =>
        AnswerAsync(new HttpRequestMessage(HttpMethod.Get, path), cancellationToken);

    public Task<ApiAnswer> PostAsync(string path, object body, CancellationToken cancellationToken, string? idempotencyKey = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        if (idempotencyKey is not null)
            request.Headers.TryAddWithoutValidation("Idempotency-Key", idempotencyKey);
        return AnswerAsync(request, cancellationToken);
    }

    /// <summary>An answer whose body is still to come: for files and for streams of events. What the API refuses is an exception here too.</summary>
    public async Task<HttpResponseMessage> OpenAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Aim(request);
        var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (response.IsSuccessStatusCode)
            return response;

        using (response)
            throw new ApiProblemException(response.StatusCode, await DetailAsync(response, cancellationToken));
    }

    public void Dispose() => _http.Dispose();

    private void Aim(HttpRequestMessage request) => request.RequestUri = new Uri(_root, request.RequestUri!.OriginalString.TrimStart('/'));

    private async Task<ApiAnswer> AnswerAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using (request)
        {
            Aim(request);
            using var response = await _http.SendAsync(request, cancellationToken);
            if (!response.IsSuccessStatusCode)
                throw new ApiProblemException(response.StatusCode, await DetailAsync(response, cancellationToken));

            using var document = await JsonDocument.ParseAsync(await response.Content.ReadAsStreamAsync(cancellationToken), cancellationToken: cancellationToken);
            return document.RootElement.ValueKind is JsonValueKind.Object && document.RootElement.TryGetProperty("data", out var data)
                ? new ApiAnswer(data.Clone(), response.Headers.Contains("Idempotency-Replayed"))
                : throw new JsonException("There is no data in the answer.");
        }
    }

    /// <summary>The sentence of a problem document; null when it is none, and so not from the API's own hand.</summary>
    private static async Task<string?> DetailAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.Content.Headers.ContentType?.MediaType?.EndsWith("json", StringComparison.Ordinal) is not true)
            return null;
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
        return problem.ValueKind is JsonValueKind.Object && problem.TryGetProperty("detail", out var detail) ? detail.GetString() : null;
    }
}
