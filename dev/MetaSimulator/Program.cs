using MetaSimulator;

await Simulator.Build(args).RunAsync();
