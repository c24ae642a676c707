namespace MetaSimulator.Usage;

internal readonly record struct HourlyUse(double Calls, double Work = 0, double Errors = 0)
{
    public static HourlyUse operator +(HourlyUse a, HourlyUse b) => new(a.Calls + b.Calls, a.Work + b.Work, a.Errors + b.Errors);

    public static HourlyUse operator -(HourlyUse a, HourlyUse b) => new(a.Calls - b.Calls, a.Work - b.Work, a.Errors - b.Errors);
}
