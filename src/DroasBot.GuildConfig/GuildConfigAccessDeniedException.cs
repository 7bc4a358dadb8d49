using System.Globalization;

namespace DroasBot.GuildConfig;

/// <summary>The host's <see cref="IGuildConfigAuthorizer"/> refused a write. Nothing was changed.</summary>
#pragma warning disable CA1032 // A refusal is never without its guild.
public sealed class GuildConfigAccessDeniedException : GuildConfigException
#pragma warning restore CA1032
{
    /// <summary>Creates an error.</summary>
    /// <param name="access">The write that was refused.</param>
    /// <exception cref="ArgumentNullException"><paramref name="access"/> is <see langword="null"/>.</exception>
    public GuildConfigAccessDeniedException(GuildConfigAccess access)
        : base(Describe(access))
    {
        GuildId = access.GuildId;
        ActorId = access.ActorId;
        Sections = access.Sections;
    }

    /// <summary>Gets the guild.</summary>
    public ulong GuildId { get; }

    /// <summary>Gets the actor who was refused; <see langword="null"/> if the caller did not say.</summary>
    public ulong? ActorId { get; }

    /// <summary>Gets what the write would have changed, as in <see cref="GuildConfigAccess.Sections"/>.</summary>
    public IReadOnlyList<string> Sections { get; }

    private static string Describe(GuildConfigAccess access)
    {
        ArgumentNullException.ThrowIfNull(access);
        return string.Create(CultureInfo.InvariantCulture, $"The change ({access.Kind}) of guild {access.GuildId} by {(access.ActorId is { } actor ? actor : "an unnamed actor")} was refused.");
    }
}
