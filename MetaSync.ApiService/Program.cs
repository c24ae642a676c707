using MetaSync.ApiService.Accounts;
using MetaSync.ApiService.Connection;
using MetaSync.ApiService.Page;
using MetaSync.ApiService.Problems;
using MetaSync.ApiService.Sync;
using MetaSync.Sync;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddSyncStore();
builder.AddAccounts();
builder.AddConnection();
builder.AddSyncQueue();
builder.AddPage();
builder.Services.AddProblemDetails(options => options.CustomizeProblemDetails = ProblemType.Complete);
builder.Services.AddExceptionHandler<ProblemOfException>();
builder.Services.AddOpenApi();

var app = builder.Build();
app.UseExceptionHandler();
app.UseStatusCodePages();
app.MapOpenApi();
app.MapSync();
app.MapAccounts();
app.MapConnection();
app.MapPage();
app.MapDefaultEndpoints();
app.Run();
