using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace MetaSync.Tests.MetaSimulator;

internal sealed record Answer(int Status, string Body, HttpResponseHeaders Headers)
{
    public JsonNode Json => JsonNode.Parse(Body)!;

    public IEnumerable<string> Rows => Json["data"]!.AsArray().Select(row => row!.ToJsonString());

    public string? Next => Json["paging"]?["next"]?.GetValue<string>();

    public (int Code, int? Subcode) Error =>
        (Json["error"]!["code"]!.GetValue<int>(), Json["error"]!["error_subcode"]?.GetValue<int>());

    public string Message => Json["error"]!["message"]!.GetValue<string>();

    public JsonNode Header(string name) => JsonNode.Parse(Headers.GetValues(name).Single())!;

    public static async Task<Answer> Read(HttpResponseMessage response, CancellationToken cancellation) =>
        new((int)response.StatusCode, await response.Content.ReadAsStringAsync(cancellation), response.Headers);
}
