using System.ComponentModel.DataAnnotations;

namespace MetaSync.Worker.Meta;

/// <summary>How Meta is reached: section <c>Meta</c>.</summary>
internal sealed class MetaOptions
{
    /// <summary>The secret that opens the ad accounts. It leaves the process in one header and nowhere else.</summary>
    [Required(ErrorMessage = "Meta:AccessToken is not set. Set it (environment: Meta__AccessToken), or start the AppHost, which has a simulator answer in Meta's place.")]
    public string AccessToken { get; set; } = "";

    public Uri BaseUrl { get; set; } = new("https://graph.facebook.com");

    /// <summary>The Marketing API's version; one lives for about a year.</summary>
    [RegularExpression(@"^v\d+\.\d+$", ErrorMessage = "Meta:ApiVersion has to look like v25.0.")]
    public string ApiVersion { get; set; } = "v25.0";

    /// <summary>Rows per page. Each page is a call against the rate limit, and its size is what a worker holds in memory.</summary>
    [Range(1, 5000)]
    public int PageSize { get; set; } = 500;

    /// <summary>How long one call may take, its body included.</summary>
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromMinutes(2);
}
