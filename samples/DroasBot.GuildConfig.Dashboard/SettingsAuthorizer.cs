using System.Globalization;
using System.Security.Claims;
using DroasBot.GuildConfig.Dashboard.SignIn;

namespace DroasBot.GuildConfig.Dashboard;

/// <summary>Decides by the signed-in user's rights in the guild: an administrator may change everything, a moderator one section.</summary>
internal sealed class SettingsAuthorizer(IHttpContextAccessor http) : IGuildConfigAuthorizer
{
    public ValueTask<bool> AuthorizeAsync(GuildConfigAccess access, CancellationToken cancellationToken)
        => ValueTask.FromResult(http.HttpContext is not { User: var user }
            ? access.ActorId is null // The host itself, which seeds the demo guilds.
            : IsActor(user, access.ActorId) && GuildRights.Of(user, access.GuildId).MayChange(access.Sections));

    public ValueTask<bool> AuthorizeReadAsync(ulong guildId, ulong? actorId, CancellationToken cancellationToken)
        => ValueTask.FromResult(http.HttpContext is { User: var user } && IsActor(user, actorId) && GuildRights.Of(user, guildId).MayRead);

    private static bool IsActor(ClaimsPrincipal user, ulong? actorId)
        => actorId?.ToString(CultureInfo.InvariantCulture) == user.FindFirstValue(ClaimTypes.NameIdentifier);
}
