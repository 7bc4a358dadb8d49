using System.Globalization;
using System.Security.Claims;
using DroasBot.GuildConfig.Sample.Settings;

namespace DroasBot.GuildConfig.Dashboard.SignIn;

/// <summary>The rights of a user in a guild, kept as claims in the session cookie, which only this host can write.</summary>
/// <param name="MayRead">Whether the user sees the guild at all.</param>
/// <param name="Sections">The sections that the user may change; <see langword="null"/> for everything.</param>
internal sealed record GuildRights(bool MayRead, IReadOnlyList<string>? Sections)
{
    /// <summary>A claim whose value is a guild id, or <see cref="EveryGuild"/>.</summary>
    public const string AdministeredGuild = "guild:administrator";

    /// <inheritdoc cref="AdministeredGuild"/>
    public const string ModeratedGuild = "guild:moderator";

    /// <summary>The prefix of a claim type, followed by a guild id; the value is the guild's name.</summary>
    public const string NameOfGuild = "guild:name:";

    public const string EveryGuild = "*";

    private static readonly GuildRights _none = new(MayRead: false, []);
    private static readonly GuildRights _administrator = new(MayRead: true, Sections: null);
    private static readonly GuildRights _moderator = new(MayRead: true, [ModerationSettings.Section]);

    public static GuildRights Of(ClaimsPrincipal user, ulong guildId)
        => Has(user, AdministeredGuild, guildId) ? _administrator
            : Has(user, ModeratedGuild, guildId) ? _moderator
            : _none;

    public bool MayChange(IReadOnlyList<string> sections) => MayRead && (Sections is null || sections.All(Sections.Contains));

    private static bool Has(ClaimsPrincipal user, string claim, ulong guildId)
        => user.HasClaim(claim, EveryGuild) || user.HasClaim(claim, guildId.ToString(CultureInfo.InvariantCulture));
}
