using MetaSimulator.Graph;

namespace MetaSimulator.Insights;

internal static class WindowsParameter
{
    public static Windows Parse(string? text) => ListParameter.Parse(text, "action_attribution_windows")
        .Aggregate(Windows.None, static (windows, name) => windows | One(name));

    private static Windows One(string name) => name switch
    {
        "1d_click" => Windows.OneDayClick,
        "7d_click" => Windows.SevenDayClick,
        "28d_click" => Windows.MonthClick,
        "1d_view" => Windows.OneDayView,
        "1d_ev" => Windows.OneDayEngagedView,
        // The first is value itself, and the others have returned nothing since 2026-01-12.
        "default" or "7d_view" or "28d_view" => Windows.None,
        _ => throw new GraphErrorException(GraphErrors.InvalidParameter(
            $"action_attribution_windows must be of 1d_click, 7d_click, 28d_click, 1d_view, 1d_ev, default; {name} is not")),
    };
}
