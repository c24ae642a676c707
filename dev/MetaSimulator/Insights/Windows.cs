namespace MetaSimulator.Insights;

// The attribution windows that come beside value, which is there unasked.
[Flags]
internal enum Windows
{
    None = 0,
    OneDayClick = 1,
    SevenDayClick = 2,
    MonthClick = 4,
    OneDayView = 8,
    OneDayEngagedView = 16,
}
