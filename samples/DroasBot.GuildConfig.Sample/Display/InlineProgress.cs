namespace DroasBot.GuildConfig.Sample.Display;

/// <summary>Shows progress on the thread that reports it; <see cref="Progress{T}"/> may show it late and out of order.</summary>
internal sealed class InlineProgress(Action<GuildConfigPreloadProgress> show) : IProgress<GuildConfigPreloadProgress>
{
    private readonly Lock _showing = new();
    private long _furthest = -1;

    public void Report(GuildConfigPreloadProgress value)
    {
        lock (_showing)
        {
            if (value.Loaded > _furthest)
            {
                _furthest = value.Loaded;
                show(value);
            }
        }
    }
}
