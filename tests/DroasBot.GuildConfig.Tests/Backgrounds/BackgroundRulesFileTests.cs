using System.Diagnostics;
using System.Net.Sockets;
using DroasBot.GuildConfig.Backgrounds;
using DroasBot.GuildConfig.Support;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Backgrounds;

/// <summary><see cref="BackgroundRules"/> on existing files.</summary>
public sealed class BackgroundRulesFileTests : IDisposable
{
    private const int FiveMegabytes = 5 * 1024 * 1024;
    private static readonly byte[] _png = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13];
    private static readonly byte[] _jpeg = [0xFF, 0xD8, 0xFF, 0xE0, 0, 16];
    private static readonly TimeSpan _deadline = TimeSpan.FromMinutes(2);

    private readonly TemporaryDirectory _directory = new();
    private readonly BackgroundRules _rules;

    public BackgroundRulesFileTests() => _rules = new BackgroundRules(_directory.File("root"));

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Check_FileMatchesItsType_IsAllowed()
    {
        _directory.Write("root/a.png", _png);
        _directory.Write("root/sub/a.jpg", _jpeg);

        Assert.Equal("image/png", _rules.Check("a.png", "image/png"));
        Assert.Equal("image/jpeg", _rules.Check("sub/a.jpg", "image/jpeg"));
    }

    [Theory]
    [InlineData("image/jpeg", new byte[] { 0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A })]
    [InlineData("image/png", new byte[] { 0xFF, 0xD8, 0xFF, 0xE0, 0, 0, 0, 0 })]
    [InlineData("image/png", new byte[] { 0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A })]
    [InlineData("image/png", new byte[] { 0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0B })]
    [InlineData("image/jpeg", new byte[] { 0xFF, 0xD8 })]
    [InlineData("image/png", new byte[] { })]
    [InlineData("image/png", new byte[] { (byte)'G', (byte)'I', (byte)'F', (byte)'8', (byte)'9', (byte)'a', 0, 0 })]
    public void Check_SignatureOfAnotherType_IsRefused(string mediaType, byte[] content)
    {
        _directory.Write("root/a.png", content);

        Assert.Contains(
            content.Length == 0 ? "is empty, or is not a regular file" : $"is a file without the signature of '{mediaType}'", AssertRefused("a.png", mediaType).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_FileOfFiveMegabytes_IsAllowedAndOneByteMoreIsNot()
    {
        var content = new byte[FiveMegabytes + 1];
        _png.CopyTo(content, 0);
        _directory.Write("root/fits.png", content.AsSpan(0, FiveMegabytes));
        _directory.Write("root/large.png", content);

        Assert.Equal("image/png", _rules.Check("fits.png", "image/png"));
        Assert.Contains("5242881", AssertRefused("large.png").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_Directory_IsRefused()
    {
        Directory.CreateDirectory(_directory.File("root/folder.png"));

        Assert.Contains("is a directory", AssertRefused("folder.png").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_FileUsedAsDirectory_IsAllowedLikeAMissingFile()
    {
        _directory.Write("root/a.png", _png);

        Assert.Equal("image/png", _rules.Check("a.png/b.png", "image/png"));
    }

    [Fact]
    public void Check_LinkToAGoodFile_IsRefused()
    {
        var target = _directory.Write("outside.png", _png);
        Directory.CreateDirectory(_directory.File("root"));
        File.CreateSymbolicLink(_directory.File("root/link.png"), target);

        Assert.Contains("passes through the link 'link.png'", AssertRefused("link.png").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_DanglingLink_IsRefused()
    {
        Directory.CreateDirectory(_directory.File("root"));
        File.CreateSymbolicLink(_directory.File("root/link.png"), _directory.File("nowhere"));

        AssertRefused("link.png");
    }

    [Fact]
    public void Check_LinkedParentDirectory_IsRefused()
    {
        _directory.Write("outside/sub/a.png", _png);
        Directory.CreateDirectory(_directory.File("root"));
        Directory.CreateSymbolicLink(_directory.File("root/linked"), _directory.File("outside"));

        Assert.Contains("passes through the link 'linked'", AssertRefused("linked/sub/a.png").Message, StringComparison.Ordinal);
        AssertRefused("linked/sub/not-there.png");
    }

    [Fact]
    public void Check_RootIsALink_IsAllowed()
    {
        _directory.Write("real/a.png", _png);
        Directory.CreateSymbolicLink(_directory.File("root"), _directory.File("real"));

        Assert.Equal("image/png", _rules.Check("a.png", "image/png"));
    }

    [Fact]
    public async Task Check_NamedPipe_IsRefusedWithoutWaitingForAWriter()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There are no named pipes among a Windows file system's files.");
        Directory.CreateDirectory(_directory.File("root"));
        using var mkfifo = Process.Start("mkfifo", [_directory.File("root/pipe.png")]);
        await mkfifo.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, mkfifo.ExitCode);

        await Task.Run(() => AssertRefused("pipe.png"), TestContext.Current.CancellationToken).WaitAsync(_deadline, TestContext.Current.CancellationToken);
    }

    [Fact]
    public void Check_Socket_IsRefused()
    {
        Directory.CreateDirectory(_directory.File("root"));
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(_directory.File("root/s.png")));

        AssertRefused("s.png");
    }

    private ArgumentException AssertRefused(string path, string mediaType = "image/png")
    {
        var refused = Assert.Throws<ArgumentException>(() => _rules.Check(path, mediaType));
        Assert.Equal("filePath", refused.ParamName);
        Assert.Contains($"'{path}'", refused.Message, StringComparison.Ordinal);
        return refused;
    }
}
