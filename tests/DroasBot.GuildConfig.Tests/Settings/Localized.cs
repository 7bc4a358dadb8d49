using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace DroasBot.GuildConfig.Tests.Settings;

public sealed record Localized
{
    [Display(Name = nameof(Texts.Limit), ResourceType = typeof(Texts))]
    public int Limit { get; init; }

    public static class Texts
    {
        public static string Limit => CultureInfo.CurrentUICulture.Name == "de" ? "Grenze" : "Limit";
    }
}
