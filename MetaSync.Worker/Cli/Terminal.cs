using System.Text.RegularExpressions;
using Spectre.Console;

namespace MetaSync.Worker.Cli;

/// <summary>Everything that is for eyes and not for programs. It goes to stderr; bars and questions only where somebody sits in front of it.</summary>
internal static partial class Terminal
{
    /// <summary>Whether what moves can be shown.</summary>
    public static bool IsLive => !Console.IsErrorRedirected && Environment.GetEnvironmentVariable("TERM") is not "dumb";

    /// <summary>Whether somebody can be asked.</summary>
    public static bool CanAsk => !Console.IsInputRedirected && !Console.IsErrorRedirected;

    public static void Say(string sentence) => Console.Error.WriteLine(Printable(sentence));

    public static bool Ask(string question)
    {
        Console.Error.Write($"{Printable(question)} [y/N] ");
        return Console.ReadLine()?.Trim() is "y" or "Y" or "yes";
    }

    /// <summary>Shows a bar while something is done, which tells how far it is: of how many, how many, and what it is at.</summary>
    public static Task<T> WithBarAsync<T>(string title, Func<Action<long, long, string>, Task<T>> work) =>
        AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) }) // NO_COLOR is read by Spectre itself
            .Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn())
            .StartAsync(context =>
            {
                var bar = context.AddTask(Markup.Escape(title));
                return work((total, done, text) =>
                {
                    bar.MaxValue = Math.Max(total, 1);
                    bar.Value = done;
                    bar.Description = Markup.Escape(Printable(text));
                });
            });

    /// <summary>Names and messages come from Meta: what would steer a terminal is taken out of them.</summary>
    public static string Printable(string text) => Control().Replace(text, " ");

    [GeneratedRegex(@"[\p{Cc}\p{Cf}\u2028\u2029]+")]
    private static partial Regex Control();
}
