using System.Text.Json;
using DroasBot.GuildConfig.SampleNode;

// Runs command lines of the sample, one after another: most of what a short command of a program of its own takes is the compilation of what it uses.
// Its own input and output, before a command line has those of its own.
using var requests = new StreamReader(Console.OpenStandardInput());
await using var answers = new StreamWriter(Console.OpenStandardOutput());
while (await requests.ReadLineAsync() is { } line)
{
    var exitCode = JsonSerializer.Deserialize<CommandLineRun>(line)!.Execute();
    await answers.WriteLineAsync(JsonSerializer.Serialize(exitCode));
    await answers.FlushAsync();
}
