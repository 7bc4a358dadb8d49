using System.Reflection;
using System.Runtime.Loader;
using DroasBot.GuildConfig.Commands.CommandLine;

namespace DroasBot.GuildConfig.Tool.Settings;

/// <summary>Loads the assembly of a bot with its dependencies, and finds the method that registers the bot's settings. Nothing else of the bot is run.</summary>
internal sealed class BotAssembly
{
    private const BindingFlags AnyStatic = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private readonly MethodInfo _method;

    private BotAssembly(MethodInfo method) => _method = method;

    /// <param name="path">The assembly.</param>
    /// <param name="register">The name of the method; <see langword="null"/> for the only one.</param>
    /// <exception cref="CommandException">It cannot be loaded, or does not have exactly one such method.</exception>
    public static BotAssembly Load(string path, string? register)
    {
        var full = Path.GetFullPath(path);
        if (!File.Exists(full))
        {
            throw CommandException.NotUnderstood($"There is no assembly '{full}'.");
        }

        try
        {
            var assembly = new BotLoadContext(full).LoadFromAssemblyPath(full);
            return new BotAssembly(Choose(Path.GetFileName(path), [.. FindMethods(assembly)], register));
        }
        catch (Exception unfit) when (unfit is IOException or BadImageFormatException or UnauthorizedAccessException or InvalidOperationException)
        {
            throw CommandException.NotUnderstood($"The assembly '{path}' cannot be loaded: {unfit.Message}");
        }
    }

    /// <exception cref="CommandException">The method failed.</exception>
    public void Register(IGuildConfigBuilder builder)
    {
        try
        {
            _method.Invoke(null, BindingFlags.DoNotWrapExceptions, binder: null, [builder], culture: null);
        }
#pragma warning disable CA1031 // Any exception of the bot's code is reported.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            throw new CommandException($"{NameOf(_method)} of the bot failed: {failure.Message}", ExitCodes.Failed);
        }
    }

    private static MethodInfo Choose(string assembly, IReadOnlyList<MethodInfo> methods, string? name)
    {
        var named = name is null ? methods : [.. methods.Where(method => method.Name == name || NameOf(method) == name)];
        return named.Count == 1 ? named[0]
            : throw CommandException.NotUnderstood(methods.Count == 0
                ? $"'{assembly}' has no static method that takes an IGuildConfigBuilder of this version of the library. Register the settings in one, as in 'static IGuildConfigBuilder AddBotSettings(this IGuildConfigBuilder builder)', and call it in the bot too."
                : $"'{assembly}' has {(named.Count == 0 ? $"no method '{name}'" : "several methods")} to register settings. Name one with --register: {string.Join(", ", methods.Select(NameOf))}.");
    }

    private static string NameOf(MethodInfo method) => $"{method.DeclaringType!.Name}.{method.Name}";

    private static IEnumerable<MethodInfo> FindMethods(Assembly assembly) => TypesOf(assembly).SelectMany(type => type.GetMethods(AnyStatic)).Where(Registers);

    private static bool Registers(MethodInfo method)
    {
        try
        {
            return !method.ContainsGenericParameters && method.GetParameters() is [{ } only] && only.ParameterType == typeof(IGuildConfigBuilder);
        }
        catch (Exception missing) when (missing is IOException or TypeLoadException)
        {
            // It depends on a missing assembly, so it does not register settings.
            return false;
        }
    }

    private static IEnumerable<Type> TypesOf(Assembly assembly)
    {
        try
        {
            return assembly.GetTypes();
        }
        catch (ReflectionTypeLoadException some)
        {
            return some.Types.OfType<Type>();
        }
    }

    /// <summary>Uses the tool's own copy of the library, so that both share its types; other dependencies come from the bot.</summary>
    private sealed class BotLoadContext(string path) : AssemblyLoadContext(Path.GetFileNameWithoutExtension(path))
    {
        private readonly AssemblyDependencyResolver _dependencies = new(path);

        protected override Assembly? Load(AssemblyName assemblyName)
        {
            try
            {
                return Default.LoadFromAssemblyName(assemblyName);
            }
            catch (IOException)
            {
                return _dependencies.ResolveAssemblyToPath(assemblyName) is { } found ? LoadFromAssemblyPath(found) : null;
            }
        }
    }
}
