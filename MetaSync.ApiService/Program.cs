using MetaSync.ApiService;
using MetaSync.ApiService.Sync;
using MetaSync.Sync;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddSyncStore();
builder.AddSyncQueue();
builder.Services.AddProblemDetails();
builder.Services.AddExceptionHandler<ProblemOfException>();
builder.Services.AddOpenApi();

var app = builder.Build();
app.UseExceptionHandler();
app.UseStatusCodePages();
app.MapOpenApi();
app.MapSync();
app.MapDefaultEndpoints();
app.Run();
