using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace MetaSync.Worker.Cli;

/// <summary>The usual help, and below it how the command is used.</summary>
internal sealed class HelpWithExamples(HelpAction usual) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        usual.Invoke(parseResult);
        var output = parseResult.InvocationConfiguration.Output;
        var command = parseResult.CommandResult.Command;
        output.WriteLine("Examples:");
        foreach (var (line, meaning) in Examples.Of(command))
        {
            output.WriteLine($"  {RootCommand.ExecutableName} {line}");
            output.WriteLine($"      {meaning}");
        }

        output.WriteLine();
        if (command is RootCommand)
            output.WriteLine(Examples.ExitCodesAndEnvironment);
        return CommandLine.Succeeded;
    }
}
