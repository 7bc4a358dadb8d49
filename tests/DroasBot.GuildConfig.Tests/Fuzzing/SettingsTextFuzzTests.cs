using System.Text;
using DroasBot.GuildConfig.Settings;
using DroasBot.GuildConfig.Storage.Schema;
using DroasBot.GuildConfig.Tests.Settings;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Fuzzing;

/// <summary>Stored settings of a guild, from any writer.</summary>
public sealed class SettingsTextFuzzTests
{
    [Fact]
    public Task Read_AnyText_IsKeptAndReadableOrRepairable() => Fuzz.RunAsync(EveryInput.Text, text => text, any =>
    {
        // No database holds an unpaired surrogate.
        var text = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(any));
        var snapshot = EveryInput.Snapshot(text);
        Assert.Equal(text, snapshot.SettingsJson);
        _ = (snapshot.ToString(), snapshot.Settings.EstimatedBytes, snapshot.FindReferences());
        _ = EveryInput.Registry.FindFaults(snapshot.GuildId, snapshot.Settings).ToList();
        Assert.Equal(text, SnapshotJson.Read(snapshot.GuildId, SnapshotJson.Write(snapshot), EveryInput.Registry).SettingsJson);
        return Replace(snapshot) | IsReadable(snapshot);
    });

    [Fact]
    public Task ReplaceAll_AnyText_IsKeptOrRefused() => Fuzz.RunAsync(EveryInput.Text, text => text, text =>
    {
        var draft = new GuildSettingsDraft(Registered.Guild, EveryInput.Registry.Read("{}"));
        try
        {
            draft.ReplaceAll(text);
        }
        catch (GuildSettingsValidationException invalid)
        {
            Assert.NotEmpty(invalid.Violations);
            return false;
        }
        catch (ArgumentException refused)
        {
            Assert.Equal("json", refused.ParamName);
            return false;
        }

        Assert.Equal(text, draft.ToSettings().Json);
        Assert.True(IsReadable(EveryInput.Snapshot(text)) || SettingsDocument.Parse(text).HasRemains);
        return true;
    });

    private static bool IsReadable(GuildConfigSnapshot snapshot)
    {
        try
        {
            _ = (snapshot.Get<EverySettings>(), snapshot.Get<ModerationSettings>(), snapshot.Get<TicketSettings>());
            return true;
        }
        catch (GuildConfigException)
        {
            return false;
        }
    }

    /// <summary>Whatever was stored, a value that is set is read back, or a newer version's value is kept.</summary>
    private static bool Replace(GuildConfigSnapshot snapshot)
    {
        var draft = new GuildSettingsDraft(snapshot.GuildId, snapshot.Settings);
        try
        {
            draft.Set(new EverySettings { WarnLimit = 9 });
        }
        catch (Exception refused) when (refused is GuildConfigException or ArgumentException)
        {
            Assert.Equal(snapshot.SettingsJson, draft.ToSettings().Json);
            return false;
        }

        Assert.Equal(9, draft.ToSettings().Get<EverySettings>(snapshot.GuildId).WarnLimit);
        return true;
    }
}
