using System.Diagnostics;
using DroasBot.GuildConfig.Storage;
using DroasBot.GuildConfig.Storage.Sqlite;
using DroasBot.GuildConfig.Support;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Storage.Sqlite;

public sealed class FileUsersTests
{
    [Theory]
    [InlineData("bot.db")]
    [InlineData("bot.db-wal")]
    [InlineData("bot.db-journal")]
    public async Task Find_ProgramsHaveOneOfTheFilesOpen_NamesThemInOrder(string file)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Other systems do not report which processes have a file open.");
        using var directory = new TemporaryDirectory();
        directory.Write("bot.db", []);
        directory.Write(file, [1]);
        var programs = new List<Process>();
        try
        {
            for (var program = 0; program < 2; program++)
            {
                programs.Add(Process.Start(new ProcessStartInfo("tail", ["-f", directory.File(file)]) { RedirectStandardOutput = true })!);

                // It has the file open once it has printed its contents.
                await programs[program].StandardOutput.BaseStream.ReadExactlyAsync(new byte[1], TestContext.Current.CancellationToken);
            }

            var users = FileUsers.Find(directory.File("bot.db"));

            Assert.Equal(programs.Select(program => new DatabaseUser(program.Id, "tail")).OrderBy(user => user.ProcessId), users.Users);
            Assert.EndsWith("Processes in other containers, or on other machines, are not visible.", users.Unseen, StringComparison.Ordinal);
        }
        finally
        {
            foreach (var program in programs)
            {
                program.Kill();
                await program.WaitForExitAsync(CancellationToken.None);
                program.Dispose();
            }
        }
    }

    [Theory]
    [InlineData("bot", "/opt/bots/bot", "--urls=http://127.0.0.1:5000")]
    [InlineData("dotnet bot.dll", "dotnet", "bot.dll", "--verbose")]
    [InlineData("dotnet bot.dll", "/usr/bin/dotnet", "exec", "/opt/bots/bot.dll", "other.dll")]
    [InlineData("dotnet bot.dll", "dotnet", "exec", "--runtimeconfig", "bot.runtimeconfig.json", "--depsfile", "bot.deps.json", "/opt/bots/bot.dll")]
    [InlineData("dotnet", "dotnet", "run")]
    [InlineData("dotnet", "dotnet")]
    public void NameOf_CommandLine_IsItsProgramOrTheAssemblyThatItRuns(string name, params string[] words)
        => Assert.Equal(name, FileUsers.NameOf(words));

    [Fact]
    public void Describe_SeveralUsers_NamesEach()
        => Assert.Equal("tail (process 7), dotnet bot.dll (process 8)", FileUsers.Describe([new DatabaseUser(7, "tail"), new DatabaseUser(8, "dotnet bot.dll")]));
}
