namespace MetaSimulator.Data;

// Counts, or amounts in minor units, per attribution window.
internal record struct ActionCounts(long OneDayClick, long SevenDayClick, long OneDayView)
{
    // Meta's default attribution: 7 days after a click, 1 day after a view.
    public readonly long Value => SevenDayClick + OneDayView;

    public static ActionCounts operator +(ActionCounts a, ActionCounts b) =>
        new(a.OneDayClick + b.OneDayClick, a.SevenDayClick + b.SevenDayClick, a.OneDayView + b.OneDayView);

    public static ActionCounts operator *(ActionCounts a, long factor) =>
        new(a.OneDayClick * factor, a.SevenDayClick * factor, a.OneDayView * factor);
}
