using System.Text.Json.Serialization;

namespace MetaSync.Sync;

/// <summary>Calendar days from <paramref name="StartDate"/> to <paramref name="EndDate"/>, both included.</summary>
/// <remarks>A day is a date and nothing else: no time zone and no clock change can add, lose or repeat one.</remarks>
public readonly record struct DateRange(DateOnly StartDate, DateOnly EndDate)
{
    /// <summary>How many days the range has; 0 when it ends before it starts.</summary>
    [JsonIgnore]
    public int Count => Math.Max(0, EndDate.DayNumber - StartDate.DayNumber + 1);

    /// <summary>The days, oldest first.</summary>
    public IEnumerable<DateOnly> Days() => Enumerable.Range(StartDate.DayNumber, Count).Select(DateOnly.FromDayNumber);
}
