using MetaSync.Worker.Accounts;
using MetaSync.Worker.Cli;
using MetaSync.Worker.Connection;
using MetaSync.Worker.Meta;
using MetaSync.Worker.Refresh;
using MetaSync.Worker.Reports;
using MetaSync.Worker.Retention;
using MetaSync.Worker.Sync;

if (CommandLine.Takes(args))
    return await CommandLine.RunAsync(args);

var builder = Host.CreateApplicationBuilder(args);
builder.AddServiceDefaults();
builder.AddMeta();
builder.AddConnection();
builder.AddAccounts();
builder.AddReports();
builder.AddSyncDays();
builder.AddRefresh();
builder.AddRetention();
builder.Build().Run();
return 0;
