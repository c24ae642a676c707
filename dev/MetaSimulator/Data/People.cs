namespace MetaSimulator.Data;

// A number of people, of whom the more are counted twice the more ads and days are added up.
internal record struct People
{
    private long _sum;
    private long _max;
    private int _members;

    public readonly long Count => Math.Max(_max, (long)(_sum / (1 + (0.12 * Math.Log(Math.Max(1, _members))))));

    public static People Of(long count) => new() { _sum = count, _max = count, _members = 1 };

    public void Add(in People other)
    {
        _sum += other._sum;
        _max = Math.Max(_max, other._max);
        _members += other._members;
    }
}
