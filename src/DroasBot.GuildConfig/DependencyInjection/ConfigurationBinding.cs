using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace DroasBot.GuildConfig.DependencyInjection;

/// <summary>Binds options from the host's configuration when the host starts. An unknown key is an error.</summary>
internal sealed class ConfigurationBinding(IConfiguration configuration) : IConfigureOptions<GuildConfigOptions>
{
    public void Configure(GuildConfigOptions options)
    {
        try
        {
            configuration.Bind(options, static binder => binder.ErrorOnUnknownConfiguration = true);
        }
        catch (InvalidOperationException refused)
        {
            options.Refuse($"The configuration{Section} does not fit the options. {Describe(refused.Message)}");
        }
    }

    /// <summary>The binder's message about unknown keys refers to its own options.</summary>
    private static string Describe(string message)
        => message.Contains(nameof(BinderOptions.ErrorOnUnknownConfiguration), StringComparison.Ordinal) && message.LastIndexOf(": ", StringComparison.Ordinal) is > 0 and var names
            ? $"No option is called {message[(names + 2)..]}."
            : message;

    private string Section => configuration is IConfigurationSection section ? $" section '{section.Path}'" : string.Empty;
}
