using Microsoft.Extensions.Logging;

namespace DroasBot.GuildConfig.Support;

/// <summary>One line of a log.</summary>
public sealed record RecordedEvent(string Category, int Id, LogLevel Level, string Message, Exception? Exception)
{
    public bool IsOfTheLibrary => Category.StartsWith("DroasBot.", StringComparison.Ordinal);

    public override string ToString() => $"{Level} {Category}[{Id}] {Message}";
}
