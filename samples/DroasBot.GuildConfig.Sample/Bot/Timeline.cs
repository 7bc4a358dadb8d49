using DroasBot.GuildConfig.Sample.Display;

namespace DroasBot.GuildConfig.Sample.Bot;

/// <summary>Shows what happens, as it happens, with the time since the first event.</summary>
internal sealed class Timeline(IDisplay display, TimeProvider timeProvider)
{
    private readonly Lock _writing = new();
    private long _started;

    public TimeSpan Elapsed => timeProvider.GetElapsedTime(_started);

    public void Begin() => _started = timeProvider.GetTimestamp();

    public void Add(string what)
    {
        lock (_writing)
        {
            display.Event(Elapsed, what);
        }
    }
}
