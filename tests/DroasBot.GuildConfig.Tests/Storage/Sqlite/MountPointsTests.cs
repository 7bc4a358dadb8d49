using DroasBot.GuildConfig.Storage.Sqlite;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Storage.Sqlite;

public sealed class MountPointsTests
{
    [Theory]
    [InlineData("36 35 98:0 / /app/bot.db rw,noatime - ext4 /dev/vda rw", "/app/bot.db")]
    [InlineData(@"36 35 98:0 / /my\040bot/a\134b\011c\012.db rw - ext4 /dev/vda rw", "/my bot/a\\b\tc\n.db")]
    public void Read_Line_IsThePathWithoutEscapes(string line, string path) => Assert.Equal([path], MountPoints.Read([line]));

    [Fact]
    public void Read_InvalidLine_IsSkipped() => Assert.Empty(MountPoints.Read(["", "36 35"]));

    [Fact]
    public void Contains_RootAndAnOrdinaryFile_DistinguishesThem()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux lists its mount points there.");

        Assert.True(MountPoints.Contains("/"));
        Assert.False(MountPoints.Contains(typeof(MountPointsTests).Assembly.Location));
    }
}
