using System.Reflection;

namespace DroasBot.GuildConfig.Tests.Packaging;

/// <summary>The members of an assembly that hosts can use, by their documentation ids.</summary>
internal static class PublicMembers
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static IEnumerable<string> IdsOf(Assembly assembly)
        => assembly.GetExportedTypes().SelectMany(type => type.GetMembers(Declared).Where(IsVisible).Select(member => IdOf(type, member)).Prepend("T:" + NameOf(type)));

    private static bool IsVisible(MemberInfo member)
        => member switch
        {
            FieldInfo field => field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly,
            MethodBase method => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly,
            PropertyInfo property => property.GetAccessors(nonPublic: true).Any(IsVisible),
            EventInfo @event => IsVisible(@event.AddMethod!),
            _ => false,
        };

    private static string IdOf(Type type, MemberInfo member)
        => member switch
        {
            FieldInfo => $"F:{NameOf(type)}.{member.Name}",
            EventInfo => $"E:{NameOf(type)}.{member.Name}",
            PropertyInfo property => $"P:{NameOf(type)}.{member.Name}{Parameters(property.GetIndexParameters())}",
            ConstructorInfo constructor => $"M:{NameOf(type)}.#ctor{Parameters(constructor.GetParameters())}",
            MethodInfo method => $"M:{NameOf(type)}.{method.Name}{(method.IsGenericMethod ? $"``{method.GetGenericArguments().Length}" : string.Empty)}{Parameters(method.GetParameters())}",
            _ => throw new ArgumentException($"{member} has no id.", nameof(member)),
        };

    private static string Parameters(ParameterInfo[] parameters)
        => parameters.Length == 0 ? string.Empty : $"({string.Join(',', parameters.Select(parameter => NameOf(parameter.ParameterType)))})";

    private static string NameOf(Type type)
        => type switch
        {
            { IsGenericMethodParameter: true } => $"``{type.GenericParameterPosition}",
            { IsGenericParameter: true } => $"`{type.GenericParameterPosition}",
            { IsByRef: true } => NameOf(type.GetElementType()!) + "@",
            { IsArray: true } => NameOf(type.GetElementType()!) + "[]",
            { IsConstructedGenericType: true } => $"{type.GetGenericTypeDefinition().FullName!.Split('`')[0]}{{{string.Join(',', type.GenericTypeArguments.Select(NameOf))}}}",
            _ => type.FullName!.Replace('+', '.'),
        };
}
