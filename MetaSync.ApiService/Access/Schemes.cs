namespace MetaSync.ApiService.Access;

/// <summary>The ways in which a request says whose it is.</summary>
internal static class Schemes
{
    /// <summary>Chooses between the two below.</summary>
    public const string Either = "Either";

    /// <summary>A key in the header <c>Authorization</c>.</summary>
    public const string Bearer = "Bearer";

    /// <summary>The cookie of somebody who has signed in on the page.</summary>
    public const string Session = "Session";

    /// <summary>None: everybody may do everything.</summary>
    public const string Open = "Open";
}
