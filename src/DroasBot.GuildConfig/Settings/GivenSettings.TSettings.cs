using System.Text.Json;

namespace DroasBot.GuildConfig.Settings;

/// <summary>Mutable settings that an edit has been given, as they were then. Changing them changes nothing, so who does so has forgotten to give them back.</summary>
internal sealed class GivenSettings<TSettings>(SettingsSection<TSettings> section) : IGivenSettings
    where TSettings : class, new()
{
    private readonly List<(TSettings Settings, JsonElement Was)> _given = [];

    public void Add(TSettings settings) => _given.Add((settings, section.ToJson(settings)));

    /// <summary>Whatever was made of the others, this value is what the host has decided on.</summary>
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
                    $"An edit changed the object that it got for the settings '{section.Name}', and did not give it back, so nothing of it would be stored. Call Set with the changed object, or use Edit<{typeof(TSettings).Name}>.");
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
            // It could be written when it was given.
            return false;
        }
    }
}
