namespace DroasBot.GuildConfig.Settings;

/// <summary>A stored member that this host cannot use, although it is not damaged: it stays stored, and reads as the member's default.</summary>
/// <param name="ValueStart">The start of its value in the section's text.</param>
/// <param name="Path">The member's path below the section.</param>
/// <param name="Reason">Why, as the end of a sentence.</param>
internal readonly record struct SetAsideMember(int ValueStart, string Path, string Reason);
