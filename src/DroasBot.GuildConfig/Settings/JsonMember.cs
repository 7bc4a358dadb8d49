namespace DroasBot.GuildConfig.Settings;

/// <summary>Where a member of a JSON object lies in its UTF-8 text.</summary>
/// <param name="Start">The offset of the name's opening quote.</param>
/// <param name="ValueStart">The offset of the value's first byte.</param>
/// <param name="End">The offset after the value's last byte.</param>
internal readonly record struct JsonMember(int Start, int ValueStart, int End);
