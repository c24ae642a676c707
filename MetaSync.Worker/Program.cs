using MetaSync.Worker.Cli;
using MetaSync.Worker.Meta;
using MetaSync.Worker.Reports;
using MetaSync.Worker.Sync;

if (CommandLine.Takes(args))
    return await CommandLine.RunAsync(args);

var builder = Host.CreateApplicationBuilder(args);
builder.AddServiceDefaults();
builder.AddMeta();
builder.AddReports();
builder.AddSyncDays();
builder.Build().Run();
return 0;
