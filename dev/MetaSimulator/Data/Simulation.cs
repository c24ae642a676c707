using MetaSimulator.Configuration;
using Microsoft.Extensions.Options;

namespace MetaSimulator.Data;

internal sealed class Simulation(IOptions<SimulatorOptions> configured)
{
    public SimulatorOptions Configured { get; } = configured.Value;

    public World World { get; private set; } = new(configured.Value);

    public void Become(SimulatorOptions options) => World = new(options);
}
