using System.Text;
using MetaSimulator.Graph;
using Microsoft.AspNetCore.Http.Features;

namespace MetaSimulator.Batches;

// The request of a part and its answer, in memory: version, token and proof are the batch's where the part has none.
internal sealed class PartContext
{
    private readonly PartResponse _response;
    private readonly PartLifetime _lifetime;
    private readonly StreamResponseBodyFeature _body = new(new MemoryStream());

    public PartContext(GraphCall batch, BatchPart part)
    {
        var outer = batch.Http;
        _lifetime = new(outer.RequestAborted);
        _response = new(_lifetime);
        Http = new DefaultHttpContext();
        Http.Features.Set<IHttpResponseFeature>(_response);
        Http.Features.Set<IHttpRequestLifetimeFeature>(_lifetime);
        Http.Features.Set<IHttpResponseBodyFeature>(_body);
        var url = part.RelativeUrl.TrimStart('/').Split('?', 2);
        var request = Http.Request;
        request.Method = part.Method.ToUpperInvariant();
        request.Scheme = outer.Request.Scheme;
        request.Host = outer.Request.Host;
        request.Path = "/" + (ApiVersion.TryParse(url[0].Split('/')[0], out _) ? url[0] : $"{batch.Version}/{url[0]}");
        request.QueryString = new(url.Length == 1 ? "" : "?" + url[1]);
        if (batch.SecretProof is { } proof && !request.Query.ContainsKey("appsecret_proof"))
            request.QueryString = request.QueryString.Add("appsecret_proof", proof);
        request.Headers.Authorization = "Bearer " + batch.Token;
        if (part.Body is not { } form)
            return;

        request.ContentType = "application/x-www-form-urlencoded";
        request.Body = new MemoryStream(Encoding.UTF8.GetBytes(form));
    }

    public HttpContext Http { get; }

    // Null where the connection was dropped: not executed, as far as anybody can tell.
    public (int Code, IHeaderDictionary Headers, string Body)? Answer => _lifetime.Aborted
        ? null
        : (_response.StatusCode, _response.Headers, Encoding.UTF8.GetString(((MemoryStream)_body.Stream).ToArray()));
}
