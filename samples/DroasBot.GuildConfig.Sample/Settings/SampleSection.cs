using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace DroasBot.GuildConfig.Sample.Settings;

/// <summary>A section of settings as a command line sees it: JSON, whatever its type.</summary>
internal abstract class SampleSection(string name)
{
    /// <summary>Gets the sections that <see cref="Store.AddTo"/> registers.</summary>
    public static IReadOnlyList<SampleSection> All { get; } =
    [
        new SampleSection<ModerationSettings>(ModerationSettings.Section),
        new SampleSection<WelcomeSettings>(WelcomeSettings.Section),
    ];

    public string Name { get; } = name;

    public abstract JsonTypeInfo Contract { get; }

    /// <summary>Gets what a guild has that has set nothing.</summary>
    public abstract JsonObject Defaults { get; }

    /// <exception cref="ArgumentException">There is no such section.</exception>
    public static SampleSection Find(string name)
        => All.FirstOrDefault(section => section.Name == name)
            ?? throw new ArgumentException($"There is no section '{name}'; there are {string.Join(", ", All.Select(section => section.Name))}.");

    /// <exception cref="GuildConfigException">What is stored cannot be read.</exception>
    public abstract JsonObject Read(GuildConfigSnapshot snapshot);

    /// <summary>Gives <see langword="null"/> if what is stored cannot be read, and the defaults if there is no snapshot.</summary>
    public JsonObject? TryRead(GuildConfigSnapshot? snapshot)
    {
        try
        {
            return snapshot is null ? Defaults : Read(snapshot);
        }
        catch (GuildConfigException)
        {
            return null;
        }
    }

    public abstract JsonObject Read(GuildConfigEditor editor);

    public abstract void Write(GuildConfigEditor editor, JsonNode value);

    public abstract void Reset(GuildConfigEditor editor);
}
