using System.Text.Json;

namespace DroasBot.GuildConfig.Settings;

/// <summary>Mutable settings that an edit received, and their original state. Changing them has no effect unless the edit gives them back, so a change without that is an error.</summary>
internal sealed class GivenSettings<TSettings>(SettingsSection<TSettings> section) : IGivenSettings
    where TSettings : class, new()
{
    private readonly List<(TSettings Settings, JsonElement Was)> _given = [];

    public void Add(TSettings settings) => _given.Add((settings, section.ToJson(settings)));

    /// <summary>Continues with the value that the host has set; earlier changes no longer matter.</summary>
    public void Restart(TSettings settings)
    {
        _given.Clear();
        Add(settings);
    }

    public void ThrowIfChanged()
    {
        foreach (var (settings, was) in _given)
        {
            if (!IsSame(settings, was))
            {
                throw new InvalidOperationException(
                    $"An edit changed the object that it got for the settings '{section.Name}', but did not give it back, so the changes would not be stored. Call Set with the changed object, or use Edit<{typeof(TSettings).Name}>.");
            }
        }
    }

    private bool IsSame(TSettings settings, JsonElement was)
    {
        try
        {
            return JsonElement.DeepEquals(section.ToJson(settings), was);
        }
        catch (Exception unfit) when (unfit is not OutOfMemoryException)
        {
            // It could be serialized when the edit received it.
            return false;
        }
    }
}
