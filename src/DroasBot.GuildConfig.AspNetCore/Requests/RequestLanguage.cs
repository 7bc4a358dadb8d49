using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Localization;
using Microsoft.Net.Http.Headers;

namespace DroasBot.GuildConfig.AspNetCore.Requests;

/// <summary>The requested language of labels and messages.</summary>
internal static class RequestLanguage
{
    private const int MostTried = 10;

    /// <summary>Sets the language for the calls that follow, unless the host uses request localization.</summary>
    public static void Apply(HttpContext http)
    {
        if (http.Features.Get<IRequestCultureFeature>() is null && Find(http.Request) is { } culture)
        {
            CultureInfo.CurrentUICulture = culture;
        }
    }

    private static CultureInfo? Find(HttpRequest request)
    {
        if (!StringWithQualityHeaderValue.TryParseList([.. request.Headers.AcceptLanguage.OfType<string>()], out var languages))
        {
            return null;
        }

        foreach (var language in languages.Where(static language => language.Quality is not 0).OrderByDescending(static language => language.Quality ?? 1).Take(MostTried))
        {
            try
            {
                return CultureInfo.GetCultureInfo(language.Value.ToString(), predefinedOnly: true);
            }
            catch (CultureNotFoundException)
            {
                // Try the next one.
            }
        }

        return null;
    }
}
