using System.Text.Json.Serialization;

namespace DroasBot.GuildConfig.Tests.Settings;

[JsonSerializable(typeof(ModerationSettings))]
[JsonSerializable(typeof(FlatSettings))]
[JsonSerializable(typeof(TicketSettings))]
[JsonSerializable(typeof(NumberSettings))]
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault, UseStringEnumConverter = true)]
internal sealed partial class SettingsTypesContext : JsonSerializerContext;
