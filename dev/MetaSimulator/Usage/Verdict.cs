namespace MetaSimulator.Usage;

// What a meter says of a call: whether it came during a block, and whether it is refused.
internal readonly record struct Verdict(bool WhileBlocked, bool Refused);
