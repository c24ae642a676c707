using System.CommandLine;
using MetaSync.Tests.Support;
using MetaSync.Worker.Cli;
using MetaSync.Worker.Cli.Client;

namespace MetaSync.Tests.Cli;

public sealed class HelpTests
{
    [Fact]
    public void Every_command_has_examples_and_every_example_is_a_command()
    {
        var root = CommandLine.Create();
        Assert.All([root, .. root.Subcommands.SelectMany(AndBelow)], command =>
        {
            Assert.NotEmpty(Examples.Of(command));
            Assert.All(Examples.Of(command), example =>
            {
                var parsed = root.Parse(example.Line.Split(" | ")[0]);
                Assert.Empty(parsed.Errors);
                Assert.True(command is RootCommand || command == parsed.CommandResult.Command || command.Subcommands.Contains(parsed.CommandResult.Command), example.Line);
            });
        });
    }

    [Fact]
    public async Task Help_goes_to_stdout_shows_the_examples_and_the_exit_codes_and_is_no_failure()
    {
        var root = await WorkerCommand.RunAsync(TestContext.Current.CancellationToken, "--help");
        Assert.Equal((0, ""), (root.ExitCode, root.Error));
        Assert.Contains("Examples:\n  MetaSync.Worker sync 2026-01-01 2026-01-31 --wait\n", root.Out);
        Assert.Contains("3  complete but with gaps", root.Out);
        Assert.Contains("METASYNC_API_KEY", root.Out);

        var sync = await WorkerCommand.RunAsync(TestContext.Current.CancellationToken, "sync", "--help");
        Assert.Equal((0, ""), (sync.ExitCode, sync.Error));
        Assert.Contains("Examples:\n  MetaSync.Worker sync ", sync.Out);
    }

    [Fact]
    public async Task Every_command_and_option_is_on_the_page_about_the_command_line()
    {
        var page = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "command-line.md"), TestContext.Current.CancellationToken);
        var commands = CommandLine.Create().Subcommands.SelectMany(AndBelow).ToArray();
        Assert.All(commands, command => Assert.Matches($"`([a-z]+ )?{command.Name}[ `]", page));
        Assert.All(commands.SelectMany(command => command.Options).Select(option => option.Name).Distinct(), option => Assert.Contains($"`{option}", page));
        Assert.Contains(MetaSync.Worker.Cli.ApiCommand.AddressVariable, page);
        Assert.Contains(EnvironmentKey.Variable, page);
        Assert.All(
            new[] { CommandLine.Succeeded, CommandLine.Failed, CommandLine.WrongUsage, CommandLine.Gaps, CommandLine.NotAllowed, CommandLine.Cancelled },
            exitCode => Assert.Contains($"| `{exitCode}` |", page));
    }

    private static IEnumerable<Command> AndBelow(Command command) => [command, .. command.Subcommands.SelectMany(AndBelow)];
}
