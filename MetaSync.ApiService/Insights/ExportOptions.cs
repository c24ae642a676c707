using System.ComponentModel.DataAnnotations;

namespace MetaSync.ApiService.Insights;

/// <summary>How much exports may take: section <c>Export</c>.</summary>
internal sealed class ExportOptions
{
    /// <summary>How many run at once in a process; each holds a connection to the database and a snapshot.</summary>
    [Range(1, 50)]
    public int Concurrency { get; set; } = 4;

    /// <summary>How long a client may take to read a piece of 64 KiB. An older snapshot keeps the database from cleaning up behind it.</summary>
    [Range(typeof(TimeSpan), "00:00:02", "01:00:00")]
    public TimeSpan ClientPatience { get; set; } = TimeSpan.FromSeconds(30);
}
