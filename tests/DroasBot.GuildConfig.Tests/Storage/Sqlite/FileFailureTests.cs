using DroasBot.GuildConfig.Storage.Sqlite;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Storage.Sqlite;

public sealed class FileFailureTests
{
    [Theory]
    [InlineData(28, "no space or no inode is left there ('df -h' and 'df -i' show it). Free some")]
    [InlineData(122, "no space or no inode is left there ('df -h' and 'df -i' show it). Free some")]
    [InlineData(unchecked((int)0x80070070), "no space or no inode is left there ('df -h' and 'df -i' show it). Free some")]
    [InlineData(30, "it is on a read-only file system. Mount that for writing, or choose another place")]
    [InlineData(unchecked((int)0x80070013), "it is on a read-only file system. Mount that for writing, or choose another place")]
    [InlineData(24, "this process has too many files open. Raise its limit ('ulimit -n')")]
    [InlineData(5, "the operating system reports an error. Check the disk and the file system")]
    public void Explain_ErrorOfTheSystem_NamesCauseAndRemedy(int code, string expected)
        => Assert.Equal(expected, FileFailure.Explain(new IOException("It failed.", code)));

    [Fact]
    public void Explain_OtherTypes_NamesCauseAndRemedy()
    {
        Assert.Equal("this process's user may not write there, or it is a directory. Give that user the file and its directory", FileFailure.Explain(new UnauthorizedAccessException()));
        Assert.Equal("the name is too long. Choose a shorter one", FileFailure.Explain(new PathTooLongException()));
        Assert.Equal("its directory does not exist. Create it, or correct the path", FileFailure.Explain(new DirectoryNotFoundException()));
    }
}
