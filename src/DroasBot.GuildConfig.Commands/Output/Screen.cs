using System.CommandLine;
using System.Text.Json.Nodes;
using Spectre.Console;

namespace DroasBot.GuildConfig.Commands.Output;

/// <summary>The output of a command: a terminal, with lines wrapped between words, or a file or a pipe, with plain unwrapped lines.</summary>
/// <remarks>Colours follow <c>NO_COLOR</c> and <c>TERM</c>. Notes and errors go to the error stream, so that the output contains only the answer.</remarks>
internal sealed class Screen
{
    private readonly TextWriter _output;
    private readonly TextWriter _error;
    private readonly IAnsiConsole? _terminal;
    private readonly IAnsiConsole? _errorTerminal;
    private readonly bool _isJson;

    public Screen(InvocationConfiguration configuration, bool isJson)
    {
        (_output, _error, _isJson) = (configuration.Output, configuration.Error, isJson);
        _terminal = _output == Console.Out && !Console.IsOutputRedirected ? Terminals.Open(_output) : null;
        _errorTerminal = _error == Console.Error && !Console.IsErrorRedirected ? Terminals.Open(_error) : null;
    }

    /// <summary>Gets whether there is a person to ask.</summary>
    public bool CanAsk => _errorTerminal is not null && !Console.IsInputRedirected;

    private int Width => _terminal?.Profile.Width ?? int.MaxValue;

    public void Write(IReport report)
    {
        if (_isJson)
        {
            _output.WriteLine(JsonText.Of(report.ToJson()));
        }
        else
        {
            foreach (var line in report.ToLines(Width))
            {
                Terminals.Write(_terminal, _output, line);
            }
        }
    }

    /// <summary>Writes column headings; scripts have the names in each object.</summary>
    public void Heading(string text)
    {
        if (!_isJson)
        {
            Terminals.Write(_terminal, _output, new Line(text, Tone.Strong));
        }
    }

    /// <summary>Flushes the output, for commands that keep running.</summary>
    public void Flush() => _output.Flush();

    /// <summary>Opens the output for bytes of UTF-8. Disposing the stream does not close the output.</summary>
    public Stream OpenOutput() => _output == Console.Out ? Console.OpenStandardOutput() : new TextStream(_output);

    /// <summary>Writes a note that is not part of the answer; not for scripts.</summary>
    public void Note(string text)
    {
        if (!_isJson)
        {
            Terminals.Write(_errorTerminal, _error, new Line(text, Tone.Warning));
        }
    }

    public void Error(string message, int exitCode)
    {
        if (_isJson)
        {
            _error.WriteLine(JsonText.Of(new JsonObject { ["error"] = message, ["exitCode"] = exitCode }));
        }
        else
        {
            Terminals.Write(_errorTerminal, _error, new Line(message, Tone.Removed));
        }
    }

    /// <summary>Asks a person, and waits for the answer.</summary>
    public string Ask(string question)
    {
        _error.Write(question + " ");
        _error.Flush();
        return Console.In.ReadLine() ?? string.Empty;
    }

    /// <summary>Shows the progress of a long operation, only on a terminal.</summary>
    public async Task<T> ShowProgressAsync<T>(string title, Func<IProgress<GuildConfigPreloadProgress>, Task<T>> work)
        => _errorTerminal is null || _isJson ? await work(new Progress<GuildConfigPreloadProgress>()).ConfigureAwait(false) : await Terminals.ShowProgressAsync(_errorTerminal, title, work).ConfigureAwait(false);
}
