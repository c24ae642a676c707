using System.ComponentModel.DataAnnotations;

namespace MetaSync.Worker.Retention;

/// <summary>What is deleted when it is old: section <c>Retention</c>.</summary>
internal sealed class RetentionOptions
{
    /// <summary>For how long a finished batch is kept, with its days and their report runs; for ever when it is not set. What Meta has reported stays in any case.</summary>
    [Range(typeof(TimeSpan), "40.00:00:00", "36500.00:00:00", ErrorMessage = "Retention:Batches has to be at least 40 days (40.00:00:00): younger ones say what Meta may still restate.")]
    public TimeSpan? Batches { get; set; }
}
