using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using DroasBot.GuildConfig.Settings;

namespace DroasBot.GuildConfig.Sample.Settings;

/// <summary>The section of one type.</summary>
internal sealed class SampleSection<TSettings>(string name) : SampleSection(name)
    where TSettings : class, new()
{
    public override JsonTypeInfo Contract => SettingsJson.Options.GetTypeInfo(typeof(TSettings));

    public override JsonObject Defaults => ToJson(new TSettings());

    public override JsonObject Read(GuildConfigSnapshot snapshot) => ToJson(snapshot.Get<TSettings>());

    public override JsonObject Read(GuildConfigEditor editor) => ToJson(editor.Get<TSettings>());

    public override void Write(GuildConfigEditor editor, JsonNode value) => editor.Set(value.Deserialize<TSettings>(SettingsJson.Options)!);

    public override void Reset(GuildConfigEditor editor) => editor.Reset<TSettings>();

    private static JsonObject ToJson(TSettings settings) => JsonSerializer.SerializeToNode(settings, SettingsJson.Options)!.AsObject();
}
