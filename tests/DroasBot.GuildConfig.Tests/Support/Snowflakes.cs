using Xunit;

namespace DroasBot.GuildConfig.Tests.Support;

/// <summary>Ids at the edges of the signed numbers that store them, and one as Discord assigns it.</summary>
internal static class Snowflakes
{
    public const ulong SignBit = 0x8000_0000_0000_0000;

    public static TheoryData<ulong> Edges => [1, 2, 175928847299117063, SignBit - 2, SignBit - 1, SignBit, SignBit + 1, ulong.MaxValue - 1, ulong.MaxValue];
}
