namespace MetaSimulator.Usage;

// What happened in the last 60 minutes, minute by minute.
internal sealed class SlidingHour
{
    private const int Minutes = 60;

    private readonly LinkedList<(long Minute, HourlyUse Use)> _minutes = [];
    private HourlyUse _sum;

    public HourlyUse Sum(DateTimeOffset now)
    {
        var minute = Minute(now);
        // What is ahead of a clock that was set back is forgotten.
        while (_minutes.First is { Value: var first } && (first.Minute <= minute - Minutes || first.Minute > minute))
        {
            _sum -= first.Use;
            _minutes.RemoveFirst();
        }

        return _sum;
    }

    public void Add(HourlyUse use, DateTimeOffset now)
    {
        Sum(now);
        _sum += use;
        var minute = Minute(now);
        if (_minutes.Last is { } last && last.Value.Minute == minute)
            last.Value = (minute, last.Value.Use + use);
        else
            _minutes.AddLast((minute, use));
    }

    // How long until so much of the oldest has left the hour that the rest is little enough.
    public TimeSpan Until(Func<HourlyUse, bool> isLittle, DateTimeOffset now)
    {
        var rest = Sum(now);
        foreach (var (minute, use) in _minutes)
        {
            if (isLittle(rest))
                break;
            rest -= use;
            if (isLittle(rest))
                return DateTimeOffset.FromUnixTimeSeconds((minute + Minutes) * 60) - now;
        }

        return TimeSpan.Zero;
    }

    private static long Minute(DateTimeOffset now) => now.ToUnixTimeSeconds() / 60;
}
