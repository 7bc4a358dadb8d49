using System.Globalization;

namespace DroasBot.GuildConfig;

/// <summary>The host's <see cref="IGuildConfigAuthorizer"/> refused a write. Nothing was changed.</summary>
#pragma warning disable CA1032 // Only the library reports a refusal, and never without its guild.
public sealed class GuildConfigAccessDeniedException : GuildConfigException
#pragma warning restore CA1032
{
    internal GuildConfigAccessDeniedException(GuildConfigAccess access)
        : base(string.Create(
            CultureInfo.InvariantCulture,
            $"The change ({access.Kind}) of guild {access.GuildId} by {(access.ActorId is { } actor ? actor : "an unnamed actor")} was refused."))
    {
        GuildId = access.GuildId;
        ActorId = access.ActorId;
    }

    /// <summary>Gets the guild.</summary>
    public ulong GuildId { get; }

    /// <summary>Gets who was refused; <see langword="null"/> if the caller did not say.</summary>
    public ulong? ActorId { get; }
}
