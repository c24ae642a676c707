namespace MetaSimulator.Data;

// Cuts items into contiguous parts of nearly equal size, by arithmetic alone.
internal readonly record struct Partition(int Items, int Parts)
{
    public int PartOf(int item) => (int)((long)item * Parts / Items);

    public int First(int part) => (int)((((long)part * Items) + Parts - 1) / Parts);
}
