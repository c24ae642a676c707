namespace MetaSync.Tests.Support;

/// <summary>Tests that measure, or that start more processes than a machine has cores: they run one at a time, after all others.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
