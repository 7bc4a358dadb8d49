namespace DroasBot.GuildConfig.Settings;

/// <summary>The position of a member in the UTF-8 text of its JSON object.</summary>
/// <param name="Start">The offset of the name's opening quote.</param>
/// <param name="ValueStart">The offset of the value's first byte.</param>
/// <param name="End">The offset after the value's last byte.</param>
internal readonly record struct JsonMember(int Start, int ValueStart, int End);
