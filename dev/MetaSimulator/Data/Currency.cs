namespace MetaSimulator.Data;

// Amounts are whole minor units, so that sums are exact.
internal readonly record struct Currency(string Code)
{
    private static readonly HashSet<string> WithoutDecimals = ["CLP", "ISK", "JPY", "KRW", "PYG", "VND"];

    public int MinorPerMajor { get; } = WithoutDecimals.Contains(Code) ? 1 : 100;

    // A yen is near enough to a cent for the same numbers to be plausible in both.
    public decimal Major(long minor) => (decimal)minor / MinorPerMajor;
}
