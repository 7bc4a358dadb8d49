using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DroasBot.GuildConfig.Tests.Support;

/// <summary>The objects that an object keeps on the heap, and their sizes, which the runtime stores in the method table of each type.</summary>
internal static class HeapGraph
{
    private const int BaseSize = 4;

    /// <summary>Returns the bytes of an object and of everything that only it refers to.</summary>
    /// <param name="root">The object.</param>
    /// <param name="twin">An object created in the same way: whatever both refer to is shared by all of their kind.</param>
    /// <param name="shared">An object that both share, with everything that it refers to.</param>
    public static long BytesOf(object root, object twin, object? shared = null)
    {
        var own = Reach(root, shared);
        own.ExceptWith(Reach(twin, shared));
        return own.Sum(SizeOf);
    }

    private static HashSet<object> Reach(object root, object? shared)
    {
        var found = new HashSet<object>(ReferenceEqualityComparer.Instance);
        var open = new Stack<object>([root]);
        while (open.TryPop(out var next))
        {
            // The runtime's type information belongs to no object.
            if (!ReferenceEquals(next, shared) && next is not MemberInfo && found.Add(next))
            {
                PushReferences(next, open);
            }
        }

        return found;
    }

    private static void PushReferences(object value, Stack<object> open)
    {
        if (value is Array items)
        {
            if (HoldsReferences(items.GetType().GetElementType()!))
            {
                PushItems(items, open);
            }

            return;
        }

        for (var type = value.GetType(); type is not null; type = type.BaseType)
        {
            foreach (var field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                if (HoldsReferences(field.FieldType))
                {
                    Push(field.FieldType, field.GetValue(value), open);
                }
            }
        }
    }

    private static void PushItems(Array items, Stack<object> open)
    {
        foreach (var item in items)
        {
            Push(items.GetType().GetElementType()!, item, open);
        }
    }

    /// <summary>A struct is not an object: what it refers to counts, but not the box in which reflection puts it.</summary>
    private static void Push(Type declared, object? value, Stack<object> open)
    {
        if (value is null)
        {
            return;
        }

        if (declared.IsValueType)
        {
            PushReferences(value, open);
        }
        else
        {
            open.Push(value);
        }
    }

    private static bool HoldsReferences(Type type) => !type.IsPointer && (!type.IsValueType || (!type.IsPrimitive && !type.IsEnum && IsOrContainsReferences(type)));

    private static bool IsOrContainsReferences(Type type)
        => (bool)typeof(RuntimeHelpers).GetMethod(nameof(RuntimeHelpers.IsReferenceOrContainsReferences))!.MakeGenericMethod(type).Invoke(null, null)!;

    private static long SizeOf(object value)
    {
        var methodTable = value.GetType().TypeHandle.Value;
        var (count, itemSize) = value switch
        {
            string text => (text.Length, sizeof(char)),
            Array items => (items.Length, Marshal.ReadInt16(methodTable) & 0xFFFF),
            _ => (0, 0),
        };
        var bytes = Marshal.ReadInt32(methodTable, BaseSize) + ((long)count * itemSize);
        return (bytes + IntPtr.Size - 1) / IntPtr.Size * IntPtr.Size;
    }
}
