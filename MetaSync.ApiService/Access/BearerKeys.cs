using System.Net.Http.Headers;
using System.Text.Encodings.Web;
using MetaSync.Access;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace MetaSync.ApiService.Access;

/// <summary>A key in the header <c>Authorization</c>. What becomes of a request that has none, or a wrong one, is up to <see cref="AccessRefusals"/>.</summary>
internal sealed class BearerKeys(ApiKeys keys, IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    protected override async Task<AuthenticateResult> HandleAuthenticateAsync() =>
        AuthenticationHeaderValue.TryParse(Request.Headers.Authorization, out var header)
        && header.Scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase)
        && ApiKeyText.Digest(header.Parameter) is { } digest
        && await keys.FindAsync(digest, Context.RequestAborted) is { } key
            ? AuthenticateResult.Success(new AuthenticationTicket(Caller.Of(key, Scheme.Name), Scheme.Name))
            : AuthenticateResult.Fail("The key is not accepted.");
}
