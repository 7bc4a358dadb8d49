using DroasBot.GuildConfig.Contract;
using DroasBot.GuildConfig.Faults.Support;
using DroasBot.GuildConfig.Support;
using DroasBot.GuildConfig.Support.Processes;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Xunit;

namespace DroasBot.GuildConfig.Faults;

/// <summary>First starts that are killed, on a file that the host also migrates itself.</summary>
public class KilledStartTests
{
    private static readonly int _kills = Repetitions.Of("GUILD_CONFIG_START_KILLS", 5);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task MigrateAsync_ByTheHostAfterAKilledStart_IsNotBlockedAndTheNextStartWorks()
    {
        for (var kill = 0; kill < _kills; kill++)
        {
            using var directory = new TemporaryDirectory();
            await using (var node = NodeProcess.Start("serve", directory.Database))
            {
                // Spread over the whole start, however long it takes on this machine.
                await AnythingOfAsync(directory).WaitAsync(Deadlines.Limit, Token);
                await Task.Delay(Random.Shared.Next(0, 120), Token);
                node.Kill();
                await node.WaitForExitAsync();
            }

            await using (var context = new OwnContext(directory.Database))
            {
                await context.Database.MigrateAsync(Token).InTime();
                Assert.Equal(0, await context.Notes.CountAsync(Token));
            }

            await using var host = await FaultHost.StartAsync(directory.Database).InTime();
            Assert.Equal(100UL, (await host.SetAsync(1, 100)).WelcomeChannelId);
            Assert.Empty(await host.Maintenance.VerifyAsync(Token));
        }
    }

    /// <summary>The first file that a start creates.</summary>
    private static async Task AnythingOfAsync(TemporaryDirectory directory)
    {
        while (!Directory.EnumerateFileSystemEntries(directory.Path).Any())
        {
            await Task.Delay(1, Token);
        }
    }

    [DbContext(typeof(OwnContext))]
    [Migration("20260101000000_Notes")]
    public sealed class NotesMigration : Migration
    {
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            ArgumentNullException.ThrowIfNull(migrationBuilder);
            migrationBuilder.CreateTable("note", table => new { id = table.Column<long>() }, constraints: table => table.PrimaryKey("pk_note", note => note.id));
        }
    }

    public sealed class Note
    {
        public long Id { get; set; }
    }

    private sealed class OwnContext(string file) : DbContext
    {
        public DbSet<Note> Notes => Set<Note>();

        protected override void OnConfiguring(DbContextOptionsBuilder optionsBuilder)
            => optionsBuilder
                .UseSqlite($"Data Source={file};Pooling=False")
                .ConfigureWarnings(static warnings => warnings.Ignore(RelationalEventId.PendingModelChangesWarning));

        protected override void OnModelCreating(ModelBuilder modelBuilder)
            => modelBuilder.Entity<Note>(note =>
            {
                note.ToTable("note");
                note.Property(n => n.Id).HasColumnName("id");
            });
    }
}
