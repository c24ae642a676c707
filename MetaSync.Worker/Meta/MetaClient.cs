using System.Text.Json;
using MetaSync.Worker.Sync;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;

namespace MetaSync.Worker.Meta;

/// <summary>Asks the Graph API for one account's one day, page by page.</summary>
/// <remarks>https://developers.facebook.com/docs/marketing-api/insights</remarks>
internal sealed class MetaClient(HttpClient http, IOptions<MetaOptions> options, SyncMetrics metrics, TimeProvider time)
{
    private const string Fields =
        "account_id,campaign_id,campaign_name,adset_id,adset_name,ad_id,ad_name,impressions,clicks,spend,reach,frequency,ctr,cpc,actions,action_values";

    /// <summary>The page that begins after a cursor, or the first.</summary>
    /// <exception cref="MetaException">One of its three kinds, by what is to be done.</exception>
    public async Task<InsightsPage> ReadPageAsync(string account, DateOnly day, string? after, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(options.Value.RequestTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        var started = time.GetTimestamp();
        string? error = null;
        try
        {
            return new InsightsPage(await GetAsync(Url(account, day, after), account, either.Token), account, day);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            error = "timeout";
            throw new MetaRetryException(MetaError.OfTransport($"Meta did not answer within {options.Value.RequestTimeout}"), exception);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            error = "connection";
            throw new MetaRetryException(MetaError.OfTransport($"The connection to Meta failed: {exception.Message}"), exception);
        }
        catch (JsonException exception)
        {
            error = "unreadable";
            throw new MetaRetryException(MetaError.OfTransport("Meta's answer is not JSON, or was cut off"), exception);
        }
        catch (MetaException exception)
        {
            error = exception.Error.Code is { } code ? $"meta_{code}" : "unreadable";
            throw;
        }
        finally
        {
            metrics.Called(account, time.GetElapsedTime(started), error);
        }
    }

    private async Task<JsonDocument> GetAsync(string url, string account, CancellationToken cancellationToken)
    {
        using var response = await http.GetAsync(url, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        var usage = MetaUsage.Read(response.Headers, account);
        metrics.Used(account, usage);

        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        JsonDocument document;
        try
        {
            document = await JsonDocument.ParseAsync(body, cancellationToken: cancellationToken);
        }
        catch (JsonException) when (!response.IsSuccessStatusCode)
        {
            throw WithoutReason(response);
        }

        var error = MetaError.Read(document.RootElement, options.Value.AccessToken);
        if (error is null && response.IsSuccessStatusCode)
            return document;

        document.Dispose();
        throw error is null ? WithoutReason(response) : MetaErrorClassifier.Classify(error, usage);
    }

    private static MetaRetryException WithoutReason(HttpResponseMessage response) =>
        new(MetaError.OfTransport($"Meta answered {(int)response.StatusCode} without saying why"));

    /// <summary>One day is <c>since</c> = <c>until</c>: both ends are included, in the ad account's time zone.</summary>
    private string Url(string account, DateOnly day, string? after)
    {
        var parameters = new Dictionary<string, string?>
        {
            ["level"] = "ad",
            ["fields"] = Fields,
            ["time_range"] = $$"""{"since":"{{day:yyyy-MM-dd}}","until":"{{day:yyyy-MM-dd}}"}""",
            ["limit"] = $"{options.Value.PageSize}",
            ["after"] = after,
        };
        return QueryHelpers.AddQueryString($"/{options.Value.ApiVersion}/{account}/insights", parameters);
    }
}
