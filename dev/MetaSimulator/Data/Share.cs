namespace MetaSimulator.Data;

// From one running total to another, of a whole. Shares side by side add up to exactly the whole.
internal readonly record struct Share(long Before, long UpTo, long Whole)
{
    // The same share as it comes out for a value: what is part of the value and divided by this stays part of it.
    public Share In(long value) => Whole == 0 ? this : new(value * Before / Whole, value * UpTo / Whole, value);

    public long Of(long value) => value == 0 ? 0 : (value * UpTo / Whole) - (value * Before / Whole);
}
