using DroasBot.GuildConfig.Storage.Sqlite;
using DroasBot.GuildConfig.Support;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Storage.Sqlite;

public sealed class PathIdentityTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Read_NoFile_IsNull() => Assert.Null(new PathIdentity(_directory.File("none")).Read());

    [Fact]
    public void Read_SameFileUnderAnotherName_IsTheSame()
    {
        var path = _directory.Write("a", "x"u8);
        var before = new PathIdentity(path).Read();

        File.Move(path, _directory.File("b é"));

        Assert.NotNull(before);
        Assert.Equal(before, new PathIdentity(_directory.File("b é")).Read());
    }

    [Fact]
    public void Read_OtherFileUnderTheSameName_IsAnother()
    {
        Assert.SkipUnless(PathIdentity.IsExact, "Files cannot be told apart here.");
        var identity = new PathIdentity(_directory.Write("a", "x"u8));
        var before = identity.Read();
        _directory.Write("b", "x"u8);

        File.Move(_directory.File("a"), _directory.File("c"));
        File.Move(_directory.File("b"), _directory.File("a"));

        Assert.NotEqual(before, identity.Read());
        Assert.NotEqual(default, identity.Read()!.Value.Device);
    }

    [Fact]
    public void Read_Called_AllocatesNothing()
    {
        Assert.SkipUnless(PathIdentity.IsExact, "Files cannot be told apart here.");
        var identity = new PathIdentity(_directory.Write("a", "x"u8));
        identity.Read();
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var i = 0; i < 100; i++)
        {
            identity.Read();
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }
}
