using System.Text.Json.Serialization;
using MetaSimulator.Data;
using MetaSimulator.Graph;

namespace MetaSimulator.Faults;

internal sealed record ActiveFault(int Id, FaultRule Rule, [property: JsonIgnore] ulong Key)
{
    public int Matched { get; private set; }

    public int Fired { get; private set; }

    public bool Fires(GraphCall call)
    {
        if (Fired >= Rule.Limit || !Rule.Matches(call))
            return false;

        Matched++;
        if (Matched < Rule.Nth || Hash.Unit(Hash.Of(Hash.Of(Key, Id), Matched)) >= Rule.Probability)
            return false;

        Fired++;
        return true;
    }
}
