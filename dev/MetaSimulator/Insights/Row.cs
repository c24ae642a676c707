using MetaSimulator.Data;

namespace MetaSimulator.Insights;

internal readonly record struct Row(AdAccount Account, Level Level, int Entity, DateRange Range, Totals Totals)
{
    /// <summary>The row's entity, or the one above it, at a level.</summary>
    public int EntityAt(Level level) => level == Level ? Entity : Account.EntityOf(level, Account.FirstAd(Level, Entity));
}
