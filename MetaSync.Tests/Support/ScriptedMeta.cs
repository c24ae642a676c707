using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;

namespace MetaSync.Tests.Support;

/// <summary>A Meta that answers each call as the test says.</summary>
internal sealed class ScriptedMeta(Func<ScriptedMeta.Call, object> answer) : HttpMessageHandler
{
    private readonly List<Call> _calls = [];

    public IReadOnlyList<Call> Calls => _calls;

    /// <summary>Of each answer: X-Ad-Account-Usage.</summary>
    public string? Usage { get; set; }

    public static object Error(int code, int? subcode, string message) => new { error = new { code, error_subcode = subcode, message } };

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var text = request.Content is { } content ? await content.ReadAsStringAsync(cancellationToken) : request.RequestUri!.Query;
        var parameters = QueryHelpers.ParseQuery(text).ToDictionary(parameter => parameter.Key, parameter => parameter.Value.ToString());
        var call = new Call(request.Method, request.RequestUri!.AbsolutePath["/v25.0".Length..], parameters);
        _calls.Add(call);
        var body = JsonSerializer.Serialize(answer(call));
        var response = new HttpResponseMessage(body.StartsWith("{\"error\"", StringComparison.Ordinal) ? HttpStatusCode.BadRequest : HttpStatusCode.OK)
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        if (Usage is not null)
            response.Headers.Add("X-Ad-Account-Usage", Usage);
        return response;
    }

    internal sealed record Call(HttpMethod Method, string Path, IReadOnlyDictionary<string, string> Parameters)
    {
        public string? this[string parameter] => Parameters.GetValueOrDefault(parameter);

        /// <summary>Those of the filter; null without one.</summary>
        public string[]? Campaigns => this["filtering"] is { } filter
            ? [.. JsonElement.Parse(filter)[0].GetProperty("value").EnumerateArray().Select(id => id.GetString()!)]
            : null;

        /// <summary>The day that is asked for.</summary>
        public string Day => JsonElement.Parse(this["time_range"]!).GetProperty("since").GetString()!;
    }
}
