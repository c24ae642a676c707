using MetaSimulator.Data;

namespace MetaSimulator.Insights;

internal readonly record struct Row(AdAccount Account, Level Level, int Entity, DateRange Range, Totals Totals)
{
    public int EntityAt(Level level) => level == Level ? Entity : Account.EntityOf(level, Account.FirstAd(Level, Entity));
}
