namespace MetaSync.Worker.Refresh;

/// <summary>The nightly refresh of what Meta may have restated: section <c>Refresh</c>.</summary>
internal sealed class RefreshOptions
{
    public bool Enabled { get; set; } = true;

    /// <summary>When it begins, by the account's own clock.</summary>
    public TimeOnly At { get; set; } = new(3, 30);
}
