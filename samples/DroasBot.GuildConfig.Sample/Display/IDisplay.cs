using DroasBot.GuildConfig.Sample.Bot;

namespace DroasBot.GuildConfig.Sample.Display;

/// <summary>Where a run of the bot is shown.</summary>
internal interface IDisplay
{
    void Line(string text);

    void Warning(string text);

    Task ShowProgressAsync(string title, Func<IProgress<GuildConfigPreloadProgress>, Task> work);

    void Event(TimeSpan at, string what);

    void Report(RunReport report);
}
