using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;
using DroasBot.GuildConfig.Internal;

namespace DroasBot.GuildConfig.Settings;

/// <summary>The sizes of objects on the heap of a 64-bit process, in bytes.</summary>
internal static class HeapLayout
{
    /// <summary>The header of an object, and the reference to its type.</summary>
    public const int Header = 16;

    /// <summary>The header and the length of an array or a string.</summary>
    public const int ArrayHeader = 24;

    private static readonly MethodInfo _sizeOf = typeof(Unsafe).GetMethod(nameof(Unsafe.SizeOf))!;

    public static long OfText(int characters) => Align(ArrayHeader - sizeof(char) + (sizeof(char) * (characters + 1L)));

    public static long OfBytes(int length) => Align(ArrayHeader + length);

    /// <summary>Gets the size of an object, without what it refers to.</summary>
    [RequiresUnreferencedCode(Untrimmable.Settings)]
    [RequiresDynamicCode(Untrimmable.Settings)]
    public static long OfInstance(Type type) => Align(Header + ImmutabilityAnalysis.FieldsOf(type).Sum(field => (long)OfSlot(field.FieldType)));

    /// <summary>Gets the size of a field or an item of a type.</summary>
    [RequiresUnreferencedCode(Untrimmable.Settings)]
    [RequiresDynamicCode(Untrimmable.Settings)]
    public static int OfSlot(Type type) => type.IsValueType ? (int)_sizeOf.MakeGenericMethod(type).Invoke(null, null)! : IntPtr.Size;

    /// <summary>Whether a value of the type refers to objects.</summary>
    [RequiresUnreferencedCode(Untrimmable.Settings)]
    [RequiresDynamicCode(Untrimmable.Settings)]
    public static bool HoldsReferences(Type type)
        => !type.IsPrimitive && !type.IsEnum && ImmutabilityAnalysis.FieldsOf(type).Any(field => !field.FieldType.IsValueType || HoldsReferences(field.FieldType));

    public static long Align(long bytes) => (bytes + IntPtr.Size - 1) / IntPtr.Size * IntPtr.Size;
}
