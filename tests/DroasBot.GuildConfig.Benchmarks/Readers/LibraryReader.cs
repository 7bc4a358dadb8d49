namespace DroasBot.GuildConfig.Benchmarks.Readers;

/// <summary>The library, through its public interface.</summary>
internal readonly struct LibraryReader(IGuildConfigService service, ulong[] ids) : IReader
{
    public ValueTask<int> ReadAsync(int index) => new(Member.Of(Member.Cached(service.GetAsync(ids[index]))));
}
