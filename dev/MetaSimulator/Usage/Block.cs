namespace MetaSimulator.Usage;

// The time in which a meter refuses everything. Not safe for concurrent use.
internal sealed class Block
{
    private DateTimeOffset _until;

    public long CallsWhileBlocked { get; private set; }

    public DateTimeOffset? Until(DateTimeOffset now) => now < _until ? _until : null;

    public void Begin(DateTimeOffset now, TimeSpan duration) => _until = now + duration;

    // Whether a call came too early.
    public bool Receives(DateTimeOffset now)
    {
        if (now >= _until)
            return false;

        CallsWhileBlocked++;
        return true;
    }
}
