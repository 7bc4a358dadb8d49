namespace DroasBot.GuildConfig.Sample.Bot;

/// <summary>Makes snowflakes: milliseconds since Discord's epoch, then 22 bits that tell ids of one millisecond apart.</summary>
internal static class GuildIds
{
    public const int MostSeeded = 1_000_000;

    private const int SequenceBits = 22;
    private static readonly DateTimeOffset _discordEpoch = new(2015, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset _firstSeeded = new(2017, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan _betweenSeeded = TimeSpan.FromMilliseconds(259_033);

    /// <summary>The guild that the bot asks about at every start, to show what the last run left.</summary>
    public static ulong Home => Seeded(0);

    /// <summary>The same ids on every run.</summary>
    public static ulong Seeded(int number) => At(_firstSeeded + (number * _betweenSeeded), number);

    /// <summary>The inverse of <see cref="Seeded"/>; <see langword="null"/> for an id of another origin.</summary>
    public static int? NumberOf(ulong guildId)
    {
        var created = _discordEpoch.AddMilliseconds(guildId >> SequenceBits);
        var number = (created - _firstSeeded) / _betweenSeeded;
        return number is >= 0 and < MostSeeded && Seeded((int)number) == guildId ? (int)number : null;
    }

    public static ulong At(DateTimeOffset created, int sequence)
        => ((ulong)(created - _discordEpoch).TotalMilliseconds << SequenceBits) | ((ulong)sequence * 40_503 % (1UL << SequenceBits));

    /// <summary>A channel of a guild: made some hours after it.</summary>
    public static ulong ChannelOf(ulong guildId, int number) => guildId + ((ulong)(number + 1) * 3_607_129 << SequenceBits);
}
