using System.Text.Json;
using MetaSync.Worker.Connection;
using MetaSync.Worker.Limits;
using MetaSync.Worker.Sync;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;

namespace MetaSync.Worker.Meta;

/// <summary>The one way to Meta: each call passes the token's state and the rate limits, and each answer is read for them, errors above all.</summary>
internal sealed class MetaGateway(
    HttpClient http, RateLimits limits, TokenState token, AppSecretProof proof, IOptions<MetaOptions> options, SyncMetrics metrics, TimeProvider time)
{
    /// <exception cref="MetaWaitException">The call was not made, or was refused, and is to be made later.</exception>
    /// <exception cref="MetaException">The call failed; its rule says what is to be done.</exception>
    public async Task<JsonDocument> SendAsync(MetaCall call, CancellationToken cancellationToken)
    {
        await token.RequireAsync(ProbeAsync, cancellationToken);
        return await SendWithinLimitsAsync(call, cancellationToken);
    }

    /// <summary>The cheapest call there is that needs a token.</summary>
    private async Task ProbeAsync(CancellationToken cancellationToken)
    {
        var me = MetaCall.Get("/me", null, new Dictionary<string, string?> { ["fields"] = "id" });
        using var answer = await SendWithinLimitsAsync(me, cancellationToken);
    }

    private async Task<JsonDocument> SendWithinLimitsAsync(MetaCall call, CancellationToken cancellationToken)
    {
        var known = await limits.PassAsync(call, cancellationToken);
        using var timeout = new CancellationTokenSource(options.Value.RequestTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        var started = time.GetTimestamp();
        string? error = null;
        try
        {
            return await ExchangeAsync(call, known, either.Token);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            error = "timeout";
            throw MetaException.Transport($"Meta did not answer within {options.Value.RequestTimeout}", exception);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            error = "connection";
            throw MetaException.Transport($"The connection to Meta failed: {exception.Message}", exception);
        }
        catch (MetaException exception)
        {
            error = exception.Error.Code is { } code ? $"meta_{code}" : "unreadable";
            throw;
        }
        catch (MetaWaitException exception)
        {
            error = $"meta_{exception.Error?.Code}";
            throw;
        }
        finally
        {
            metrics.Called(call.Account, time.GetElapsedTime(started), error);
        }
    }

    private async Task<JsonDocument> ExchangeAsync(MetaCall call, KnownMeters known, CancellationToken cancellationToken)
    {
        using var request = Request(call);
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        var usage = MetaUsage.Read(response.Headers, call.Account);
        metrics.Used(call.Account, usage);

        var (document, refused) = await ReadAsync(response, cancellationToken);
        await limits.RecordAsync(call.Account, usage, known, refused?.Outcome is MetaOutcome.RateLimit, cancellationToken);
        if (refused is null)
            return document!;

        document?.Dispose();
        throw await RefusedAsync(call, refused, usage);
    }

    private async Task<(JsonDocument? Document, MetaException? Refused)> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
            var document = await JsonDocument.ParseAsync(body, cancellationToken: cancellationToken);
            if (MetaError.Read(document.RootElement, options.Value.AccessToken) is { } error)
                return (document, MetaException.Of(error));
            return (document, response.IsSuccessStatusCode ? null : WithoutReason(response));
        }
        catch (JsonException exception)
        {
            return (null, response.IsSuccessStatusCode ? MetaException.Transport("Meta's answer is not JSON, or was cut off", exception) : WithoutReason(response));
        }
    }

    /// <summary>Writes down what a refusal means for the calls to come. Not cancelled: they are other workers' too.</summary>
    private async Task<Exception> RefusedAsync(MetaCall call, MetaException refused, MetaUsage usage) => refused.Outcome switch
    {
        MetaOutcome.RateLimit => await limits.BlockAsync(call.Account, refused, usage, CancellationToken.None),
        MetaOutcome.Token => await token.ParkAsync(refused, CancellationToken.None),
        _ => refused,
    };

    private HttpRequestMessage Request(MetaCall call)
    {
        var address = $"/{options.Value.ApiVersion}{call.Path}";
        if (proof.Value is { } secretProof)
            address = QueryHelpers.AddQueryString(address, AppSecretProof.Parameter, secretProof); // Meta reads it from there only
        var parameters = call.Parameters.Where(parameter => parameter.Value is not null);
        return call.Method == HttpMethod.Post
            ? new HttpRequestMessage(call.Method, address) { Content = new FormUrlEncodedContent(parameters!) }
            : new HttpRequestMessage(call.Method, QueryHelpers.AddQueryString(address, parameters));
    }

    private static MetaException WithoutReason(HttpResponseMessage response) =>
        MetaException.Transport($"Meta answered {(int)response.StatusCode} without saying why");
}
