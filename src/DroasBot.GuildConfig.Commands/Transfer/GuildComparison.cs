using DroasBot.GuildConfig.Settings;

namespace DroasBot.GuildConfig.Commands.Transfer;

/// <summary>Compares the guilds of two sources, both ordered by id, and returns those that differ.</summary>
internal static class GuildComparison
{
    /// <param name="here">The guilds of the database.</param>
    /// <param name="there">The guilds of the other source.</param>
    /// <param name="registry">Reads the settings of the other source.</param>
    /// <returns>Each guild that differs, as it is there and here; <see langword="null"/> where it is missing.</returns>
    public static async IAsyncEnumerable<(ulong GuildId, GuildConfigSnapshot? There, GuildConfigSnapshot? Here)> CompareAsync(
        IAsyncEnumerable<GuildConfigSnapshot> here, IAsyncEnumerable<GuildRecord> there, SettingsRegistry registry)
    {
        var left = there.GetAsyncEnumerator();
        await using (left.ConfigureAwait(false))
        {
            var hasLeft = await left.MoveNextAsync().ConfigureAwait(false);
            await foreach (var guild in here.ConfigureAwait(false))
            {
                while (hasLeft && left.Current.GuildId < guild.GuildId)
                {
                    yield return (left.Current.GuildId, left.Current.ToSnapshot(registry), null);
                    hasLeft = await left.MoveNextAsync().ConfigureAwait(false);
                }

                if (!hasLeft || left.Current.GuildId > guild.GuildId)
                {
                    yield return (guild.GuildId, null, guild);
                    continue;
                }

                if (left.Current != GuildRecord.Of(guild))
                {
                    yield return (guild.GuildId, left.Current.ToSnapshot(registry), guild);
                }

                hasLeft = await left.MoveNextAsync().ConfigureAwait(false);
            }

            while (hasLeft)
            {
                yield return (left.Current.GuildId, left.Current.ToSnapshot(registry), null);
                hasLeft = await left.MoveNextAsync().ConfigureAwait(false);
            }
        }
    }
}
