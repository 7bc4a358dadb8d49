using System.ComponentModel.DataAnnotations;

namespace DroasBot.GuildConfig.Tests.Settings;

public sealed record Localized
{
    [Display(Name = nameof(Texts.Limit), ResourceType = typeof(Texts))]
    public int Limit { get; init; }

    /// <summary>Like a resource class, but with its own language, since not every machine has all cultures.</summary>
    public static class Texts
    {
        private static readonly AsyncLocal<bool> _isGerman = new();

        public static string Limit => _isGerman.Value ? "Grenze" : "Limit";

        public static void SpeakGerman() => _isGerman.Value = true;
    }
}
