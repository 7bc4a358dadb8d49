using Xunit;

namespace DroasBot.GuildConfig.Tests.Support;

/// <summary>Ids at the edges of what is stored as a signed number, and one as Discord gives them out.</summary>
internal static class Snowflakes
{
    public const ulong SignBit = 0x8000_0000_0000_0000;

    public static TheoryData<ulong> Edges => [1, 2, 175928847299117063, SignBit - 2, SignBit - 1, SignBit, SignBit + 1, ulong.MaxValue - 1, ulong.MaxValue];
}
