using System.ComponentModel.DataAnnotations;

namespace MetaSync.Worker.Meta;

/// <summary>How Meta is reached: section <c>Meta</c>.</summary>
internal sealed class MetaOptions
{
    /// <summary>The secret that opens the ad accounts. It leaves the process in one header and nowhere else.</summary>
    [Required(ErrorMessage = "Meta:AccessToken is not set. Set it (environment: Meta__AccessToken), or start the AppHost, which has a simulator answer in Meta's place.")]
    public string AccessToken { get; set; } = "";

    /// <summary>The app's secret. When it is set, each call carries a proof of it.</summary>
    public string? AppSecret { get; set; }

    [AbsoluteUrl(ErrorMessage = "Meta:BaseUrl has to be an address such as https://graph.facebook.com.")]
    public Uri BaseUrl { get; set; } = new("https://graph.facebook.com");

    /// <summary>The Marketing API's version; one lives for about a year.</summary>
    [RegularExpression(@"^v\d+\.\d+$", ErrorMessage = "Meta:ApiVersion has to look like v25.0.")]
    public string ApiVersion { get; set; } = "v25.0";

    /// <summary>Rows per page. Each page is a call against the rate limit, and its size is what a worker holds in memory.</summary>
    [Range(1, 5000)]
    public int PageSize { get; set; } = 500;

    /// <summary>How long one call may take, its body included.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "01:00:00", ErrorMessage = "Meta:RequestTimeout has to be from 00:00:00.100 to 01:00:00.")]
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromMinutes(2);
}

internal sealed class AbsoluteUrlAttribute : ValidationAttribute
{
    public override bool IsValid(object? value) => value is Uri { IsAbsoluteUri: true, Scheme: "http" or "https" };
}
