using DroasBot.GuildConfig.Benchmarks.Databases;

namespace DroasBot.GuildConfig.Benchmarks.Readers;

/// <summary>The library, reading a section of the settings.</summary>
internal readonly struct LibrarySettingsReader(IGuildConfigService service, ulong[] ids) : IReader
{
    public ValueTask<int> ReadAsync(int index) => new(Member.Of(Member.Cached(service.GetAsync(ids[index])).Get<ModerationSettings>()));
}
