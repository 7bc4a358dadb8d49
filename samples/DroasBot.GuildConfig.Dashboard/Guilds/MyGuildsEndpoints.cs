using System.Globalization;
using System.Security.Claims;
using DroasBot.GuildConfig.Dashboard.Security;
using DroasBot.GuildConfig.Dashboard.SignIn;

namespace DroasBot.GuildConfig.Dashboard.Guilds;

/// <summary>Lists the guilds of the signed-in user. The host knows which they are; the library does not.</summary>
internal static class MyGuildsEndpoints
{
    private const int PageSize = 24;

    /// <summary>The most guilds examined for one page, so that a search with few matches does not read the whole database.</summary>
    private const int MostLookedAt = 2_000;

    public static void MapMyGuilds(this IEndpointRouteBuilder app)
    {
        var mine = app.MapGroup("/me/guilds").RequireAuthorization().RequireRateLimiting(RequestLimits.Policy);
        mine.MapGet("", FindAsync);
        mine.MapGet("/{id}", (ulong id, ClaimsPrincipal user) => GuildRights.Of(user, id).MayRead ? Results.Ok(Describe(user, id)) : Results.NotFound());
    }

    private static async Task<MyGuildPage> FindAsync(IGuildConfigService configs, ClaimsPrincipal user, string? search, ulong after = 0, CancellationToken cancellationToken = default)
    {
        var found = new List<MyGuild>();
        var (lookedAt, last) = (0, after);
        await foreach (var id in ListAsync(configs, user, after, cancellationToken))
        {
            if (found.Count == PageSize || lookedAt == MostLookedAt)
            {
                return new MyGuildPage(found, last.ToString(CultureInfo.InvariantCulture));
            }

            (lookedAt, last) = (lookedAt + 1, id);
            if (Describe(user, id) is var guild && Matches(guild, search?.Trim()))
            {
                found.Add(guild);
            }
        }

        return new MyGuildPage(found, Next: null);
    }

    /// <summary>Lists guild ids in ascending order: all stored guilds for the users of the development sign-in, otherwise those in the session.</summary>
    private static async IAsyncEnumerable<ulong> ListAsync(
        IGuildConfigService configs, ClaimsPrincipal user, ulong after, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var named = user.Claims.Where(claim => claim.Type is GuildRights.AdministeredGuild or GuildRights.ModeratedGuild).Select(claim => claim.Value).ToList();
        if (named.Contains(GuildRights.EveryGuild))
        {
            await foreach (var snapshot in configs.ListAsync(after, cancellationToken))
            {
                yield return snapshot.GuildId;
            }
        }
        else
        {
            foreach (var id in named.Select(value => ulong.Parse(value, CultureInfo.InvariantCulture)).Where(id => id > after).Order())
            {
                yield return id;
            }
        }
    }

    private static MyGuild Describe(ClaimsPrincipal user, ulong id)
    {
        var text = id.ToString(CultureInfo.InvariantCulture);
        return new(text, user.FindFirstValue(GuildRights.NameOfGuild + text) ?? DemoGuilds.NameOf(id), GuildRights.Of(user, id).Sections);
    }

    private static bool Matches(MyGuild guild, string? search)
        => string.IsNullOrEmpty(search) || guild.Name.Contains(search, StringComparison.OrdinalIgnoreCase) || guild.Id.Contains(search, StringComparison.Ordinal);
}
