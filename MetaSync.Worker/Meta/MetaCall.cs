namespace MetaSync.Worker.Meta;

/// <summary>One call of the Graph API.</summary>
/// <param name="Method">GET reads, POST writes.</param>
/// <param name="Path">Without the version, such as <c>/act_1/insights</c>.</param>
/// <param name="Parameters">In the address of a GET, in the body of a POST; those without a value are left out.</param>
/// <param name="Account">Whose limits it counts against; null for the app's alone.</param>
internal sealed record MetaCall(HttpMethod Method, string Path, IReadOnlyDictionary<string, string?> Parameters, string? Account)
{
    /// <summary>Points of the ad account's score: 1 for a read, 3 for a write.</summary>
    /// <remarks>https://developers.facebook.com/docs/marketing-api/overview/rate-limiting</remarks>
    public int Points => Method == HttpMethod.Post ? 3 : 1;

    public static MetaCall Get(string path, string? account, IReadOnlyDictionary<string, string?> parameters) => new(HttpMethod.Get, path, parameters, account);

    public static MetaCall Post(string path, string? account, IReadOnlyDictionary<string, string?> parameters) => new(HttpMethod.Post, path, parameters, account);
}
