using MetaSync.AppHost;

var builder = DistributedApplication.CreateBuilder(args);
var settings = builder.Configuration;
settings["Parameters:meta-access-token"] ??= settings["Parameters:meta_access_token"] ?? settings["Meta:AccessToken"];
settings["Parameters:meta-app-secret"] ??= settings["Parameters:meta_app_secret"] ?? settings["Meta:AppSecret"];
settings["Parameters:meta-accounts"] ??= settings["Parameters:meta_accounts"] ?? settings["Meta:Accounts"];

var simulated = string.IsNullOrEmpty(settings["Parameters:meta-access-token"]);
if (simulated)
    settings["Parameters:meta-accounts"] ??= "act_1"; // which the simulator has

var database = string.IsNullOrEmpty(settings["ConnectionStrings:metasync"])
    ? builder.AddPostgres("postgres").WithImageTag("18.3").WithDataVolume().AddDatabase("metasync")
    : builder.AddConnectionString("metasync"); // yours, instead of one that is started here

var api = builder.AddProject<Projects.MetaSync_ApiService>("api")
    .WithReference(database).WaitFor(database)
    .WithHttpHealthCheck("/health")
    .WithNamedUrls().WithCommands();

var worker = builder.AddProject<Projects.MetaSync_Worker>("worker")
    .WithEnvironment("DOTNET_ENVIRONMENT", builder.Environment.EnvironmentName) // a launch profile would print a line before what `sync` prints
    .WithReference(database).WaitFor(database)
    .WithReplicas(2);

if (!string.IsNullOrEmpty(settings["Parameters:meta-accounts"])) // else all that the token can see
{
    var accounts = builder.AddParameter("meta-accounts");
    api.WithEnvironment("Meta__Accounts", accounts);
    worker.WithEnvironment("Meta__Accounts", accounts);
}

if (simulated)
{
    Console.WriteLine("No Meta access token is set (Parameters:meta-access-token), so a simulator answers in Meta's place.");
    var simulator = builder.AddProject<Projects.MetaSimulator>("meta-simulator").WithHttpHealthCheck("/__sim/health");
    worker.WaitFor(simulator).WithEnvironment("Meta__BaseUrl", simulator.GetEndpoint("http")).WithEnvironment("Meta__AccessToken", "simulator");
}
else
{
    worker.WithEnvironment("Meta__AccessToken", builder.AddParameter("meta-access-token", secret: true));
    if (!string.IsNullOrEmpty(settings["Parameters:meta-app-secret"]))
        worker.WithEnvironment("Meta__AppSecret", builder.AddParameter("meta-app-secret", secret: true));
}

builder.Build().Run();
