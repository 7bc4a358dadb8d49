using System.CommandLine;
using System.Text.Json.Nodes;
using Spectre.Console;

namespace DroasBot.GuildConfig.Commands.Output;

/// <summary>Where a command speaks: a terminal, whose lines are broken between words, or a file or a pipe, with plain lines as long as they are.</summary>
/// <remarks>Colours follow <c>NO_COLOR</c> and <c>TERM</c>. Notes and errors go to the error stream, so that the output has nothing but the answer.</remarks>
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

    /// <summary>Gets whether a person can answer.</summary>
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

    /// <summary>Names the columns of what follows; scripts have the names in each object.</summary>
    public void Heading(string text)
    {
        if (!_isJson)
        {
            Terminals.Write(_terminal, _output, new Line(text, Tone.Strong));
        }
    }

    /// <summary>Gives what has been written to who reads it, for commands that go on.</summary>
    public void Flush() => _output.Flush();

    /// <summary>Opens the output for bytes of UTF-8. Disposing the stream ends nothing.</summary>
    public Stream OpenOutput() => _output == Console.Out ? Console.OpenStandardOutput() : new TextStream(_output);

    /// <summary>Says something that is not the answer; nothing to scripts.</summary>
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

    /// <summary>Shows how far something is that takes long: on a terminal alone.</summary>
    public async Task<T> ShowProgressAsync<T>(string title, Func<IProgress<GuildConfigPreloadProgress>, Task<T>> work)
        => _errorTerminal is null || _isJson ? await work(new Progress<GuildConfigPreloadProgress>()).ConfigureAwait(false) : await Terminals.ShowProgressAsync(_errorTerminal, title, work).ConfigureAwait(false);
}
