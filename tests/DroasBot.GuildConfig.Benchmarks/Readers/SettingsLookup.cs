using System.Collections.Concurrent;
using DroasBot.GuildConfig.Benchmarks.Databases;

namespace DroasBot.GuildConfig.Benchmarks.Readers;

/// <summary>A bare dictionary of the settings themselves.</summary>
internal readonly struct SettingsLookup(ConcurrentDictionary<ulong, ModerationSettings> dictionary, ulong[] ids) : ILookup
{
    public int Read(int index) => dictionary.TryGetValue(ids[index], out var value) ? Member.Of(value) : 0;
}
