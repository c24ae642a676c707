using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace MetaSync.ApiService.Access;

/// <summary>The form in which a key is typed in. It works without scripts.</summary>
internal static class SignInPage
{
    public const string WrongKey = "This key is not accepted. It may be mistyped, expired or revoked.";

    /// <param name="returnUrl">Where to go on, once signed in.</param>
    /// <param name="complaint">What was wrong with the last try.</param>
    /// <param name="thereIsNoKey">Whether there is none that anybody could sign in with.</param>
    /// <param name="status">The answer's HTTP status.</param>
    public static ContentHttpResult Show(string returnUrl, string? complaint, bool thereIsNoKey, int status) => TypedResults.Content(
        $"""
        <!doctype html>
        <html lang="en">
        <head>
          <meta charset="utf-8">
          <meta name="viewport" content="width=device-width, initial-scale=1">
          <meta name="color-scheme" content="light dark">
          <title>{(complaint is null ? "" : "Error: ")}Sign in · MetaSync</title>
          <link rel="icon" href="data:,">
          <link rel="stylesheet" href="assets/sign-in.css">
        </head>
        <body>
          <main>
            <h1>Sign in to MetaSync</h1>
            {(complaint is null ? "" : $"""<p id="complaint" class="complaint" role="alert">{Encode(complaint)}</p>""")}
            {(thereIsNoKey ? NoKey : "")}
            <form method="post" action="sign-in">
              <input type="hidden" name="returnUrl" value="{Encode(returnUrl)}">
              <label for="key">API key</label>
              <p id="hint">It begins with <code>msk_</code>. Whoever runs MetaSync gives you one.</p>
              <input id="key" name="key" type="password" required autofocus autocomplete="current-password" spellcheck="false"
                aria-describedby="{(complaint is null ? "hint" : "complaint hint")}"{(complaint is null ? "" : " aria-invalid=\"true\"")}>
              <button type="submit">Sign in</button>
            </form>
          </main>
        </body>
        </html>
        """,
        "text/html; charset=utf-8", statusCode: status);

    private const string NoKey =
        """<p>There is no key yet. Make one where the worker is set up: <code>dotnet MetaSync.Worker.dll keys create &lt;your name&gt; --scope write</code></p>""";

    private static string Encode(string text) => HtmlEncoder.Default.Encode(text);
}
