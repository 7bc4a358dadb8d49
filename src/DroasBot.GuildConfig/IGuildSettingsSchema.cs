using System.Text.Json.Nodes;

namespace DroasBot.GuildConfig;

/// <summary>Describes the registered settings, for dashboards and slash commands. A singleton, thread-safe.</summary>
public interface IGuildSettingsSchema
{
    /// <summary>Gets all sections in the order of their registration.</summary>
    /// <example>
    /// <code>
    /// foreach (var member in schema.Sections.SelectMany(section =&gt; section.Members))
    /// {
    ///     Console.WriteLine($"{member.Label}: {member.Description} ({member.Path}, {member.Kind})");
    /// }
    /// </code>
    /// </example>
    IReadOnlyList<GuildSettingsSection> Sections { get; }

    /// <summary>Returns the JSON Schema (draft 2020-12) of a section. It accepts what <see cref="GuildConfigEditor.WriteJson"/> accepts for the section, as far as a schema can express it.</summary>
    /// <remarks>Rules of <c>IValidatableObject</c> and of the host's delegate are not included, and <c>format</c> matters only to validators that check it.</remarks>
    /// <param name="section">The name of the section.</param>
    /// <returns>The schema, which the caller may change.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="section"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException">No section with this name is registered.</exception>
    /// <example>
    /// <code>
    /// Console.WriteLine(schema.ToJsonSchema("moderation").ToJsonString());
    /// </code>
    /// </example>
    JsonObject ToJsonSchema(string section);
}
