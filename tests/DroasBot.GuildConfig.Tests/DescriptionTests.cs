using DroasBot.GuildConfig.Testing;
using DroasBot.GuildConfig.Tests.Settings;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace DroasBot.GuildConfig.Tests;

/// <summary>Descriptions in logs and debuggers: one readable line, without settings values.</summary>
public sealed class DescriptionTests
{
    private static readonly DateTimeOffset _time = new(2031, 2, 3, 4, 5, 6, 7, TimeSpan.Zero);

    [Fact]
    public void Snapshot_ToString_HasEverythingButTheSettingsValues()
    {
        var snapshot = GuildConfigSnapshots.Create(
            42,
            edit =>
            {
                edit.WelcomeChannelId = 5;
                edit.SetBackground("a.png", "image/png");
                edit.Set(new ModerationSettings { Greeting = "secret" });
            },
            builder => builder.AddSettings<ModerationSettings>("moderation"),
            revision: 9);

        Assert.Equal("guild 42, revision 9, welcome channel 5, background a.png, settings 'moderation'", snapshot.ToString());
        Assert.Equal("guild 42, no row, welcome channel none, background none, settings none", GuildConfigSnapshots.Create(42).ToString());
    }

    [Fact]
    public void Change_ToString_IsOneLineWhateverTheReason()
    {
        var after = GuildConfigSnapshots.Create(42, edit => edit.WelcomeChannelId = 5, revision: 9, updatedAt: _time);

        Assert.Equal(
            @"revision 9, Created, guild 42, 2031-02-03T04:05:06.007Z, by 7, 'a\u000ab'",
            GuildConfigChanges.Create(null, after, context: new ChangeContext { ActorId = 7, Reason = "a\nb" }).ToString());
        Assert.Equal("revision 9, Created, guild 42, 2031-02-03T04:05:06.007Z, by nobody named", GuildConfigChanges.Create(null, after).ToString());
    }

    [Fact]
    public void Options_ToString_HasNoConnectionString()
    {
        var text = new GuildConfigOptions { ConnectionString = "Host=db;Password=secret" }.ToString();

        Assert.Equal("synchronized every 1 s, transactions up to 5 s, cache up to 100,000,000 bytes for 1 h, history of any age and 1,000 changes a guild, shards all of 1", text);
    }
}
