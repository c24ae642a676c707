namespace MetaSimulator.Data;

// Counts, or amounts in minor units, per attribution window.
internal record struct ActionCounts(long OneDayClick, long SevenDayClick, long MonthClick, long OneDayView, long OneDayEngagedView)
{
    // Meta's default attribution: 7 days after a click, 1 day after a view.
    public readonly long Value => SevenDayClick + OneDayView;

    // Zero only if every window is.
    public readonly long Sum => MonthClick + OneDayView;

    // A shorter window stays part of the longer one.
    public readonly ActionCounts Part(Share share)
    {
        var month = share.In(MonthClick);
        var sevenDays = month.In(SevenDayClick);
        return new(
            sevenDays.Of(OneDayClick), month.Of(SevenDayClick), share.Of(MonthClick), share.Of(OneDayView), share.In(OneDayView).Of(OneDayEngagedView));
    }

    public static ActionCounts operator +(ActionCounts a, ActionCounts b) => new(
        a.OneDayClick + b.OneDayClick,
        a.SevenDayClick + b.SevenDayClick,
        a.MonthClick + b.MonthClick,
        a.OneDayView + b.OneDayView,
        a.OneDayEngagedView + b.OneDayEngagedView);

    public static ActionCounts operator *(ActionCounts a, long factor) => new(
        a.OneDayClick * factor, a.SevenDayClick * factor, a.MonthClick * factor, a.OneDayView * factor, a.OneDayEngagedView * factor);
}
