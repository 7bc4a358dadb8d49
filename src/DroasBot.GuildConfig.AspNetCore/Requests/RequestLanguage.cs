using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Localization;
using Microsoft.Net.Http.Headers;

namespace DroasBot.GuildConfig.AspNetCore.Requests;

/// <summary>The language in which a request wants labels and messages.</summary>
internal static class RequestLanguage
{
    private const int MostTried = 10;

    /// <summary>Makes the language that of the calls that follow. A host with request localization has decided already.</summary>
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
                // The next one, then.
            }
        }

        return null;
    }
}
