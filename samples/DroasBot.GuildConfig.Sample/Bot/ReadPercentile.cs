namespace DroasBot.GuildConfig.Sample.Bot;

internal sealed record ReadPercentile(string Name, double Nanoseconds)
{
    /// <summary>The length of a bar: reads take from tens of nanoseconds to, rarely, milliseconds.</summary>
    public double Magnitude => Math.Log10(Math.Max(1, Nanoseconds));

    public string Duration => Nanoseconds switch
    {
        < 1e4 => $"{Nanoseconds:N0} ns",
        < 1e7 => $"{Nanoseconds / 1e3:N0} us",
        _ => $"{Nanoseconds / 1e6:N0} ms",
    };
}
