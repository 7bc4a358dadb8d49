namespace DroasBot.GuildConfig.Support;

/// <summary>Records what is reported, on the reporting thread. Not thread-safe.</summary>
/// <typeparam name="T">The type of a report.</typeparam>
public sealed class RecordedProgress<T> : IProgress<T>
{
    private readonly List<T> _all = [];

    public IReadOnlyList<T> All => _all;

    public void Report(T value) => _all.Add(value);
}
