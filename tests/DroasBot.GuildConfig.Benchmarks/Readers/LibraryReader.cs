namespace DroasBot.GuildConfig.Benchmarks.Readers;

/// <summary>The library, by its public interface.</summary>
internal readonly struct LibraryReader(IGuildConfigService service, ulong[] ids) : IReader<GuildConfigSnapshot>
{
    public ValueTask<GuildConfigSnapshot> GetAsync(int index) => service.GetAsync(ids[index]);
}
