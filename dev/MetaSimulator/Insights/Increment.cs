using System.Globalization;
using MetaSimulator.Graph;

namespace MetaSimulator.Insights;

// time_increment: the number of days of a row; 0 is all of them, -1 a calendar month.
internal readonly record struct Increment(int Days)
{
    public static readonly Increment AllDays = new(0);
    public static readonly Increment Monthly = new(-1);

    public static Increment Parse(string? text) => text switch
    {
        null or "" or "all_days" => AllDays,
        "monthly" => Monthly,
        _ when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days is >= 1 and <= 90 => new(days),
        _ => throw new GraphErrorException(GraphErrors.InvalidParameter("time_increment must be 1 to 90, monthly or all_days")),
    };

    public DateRange[] Cut(DateRange range)
    {
        if (this == AllDays)
            return [range];

        var parts = new List<DateRange>();
        for (var since = range.Since; since <= range.Until;)
        {
            var next = this == Monthly ? new DateOnly(since.Year, since.Month, 1).AddMonths(1) : since.AddDays(Days);
            parts.Add(new(since, next > range.Until ? range.Until : next.AddDays(-1)));
            since = next;
        }

        return [.. parts];
    }
}
