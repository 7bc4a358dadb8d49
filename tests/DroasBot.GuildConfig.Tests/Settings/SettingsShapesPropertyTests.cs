using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Drawing;
using System.Text;
using DroasBot.GuildConfig.Settings;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Settings;

/// <summary>For any shape of section, a value that is set is either read back unchanged or refused, never silently changed.</summary>
public sealed class SettingsShapesPropertyTests
{
    private static readonly Config _runs = Config.QuickThrowOnFailure.WithMaxTest(400);

    private static readonly Gen<object?> _leaf = Gen.OneOf(
        ArbMap.Default.GeneratorFor<ulong>().Select(Boxed),
        ArbMap.Default.GeneratorFor<long>().Select(Boxed),
        ArbMap.Default.GeneratorFor<int>().Select(Boxed),
        ArbMap.Default.GeneratorFor<bool>().Select(Boxed),
        ArbMap.Default.GeneratorFor<double>().Select(Boxed),
        ArbMap.Default.GeneratorFor<decimal>().Select(Boxed),
        ArbMap.Default.GeneratorFor<char>().Select(Boxed),
        ArbMap.Default.GeneratorFor<string>().Select(Boxed),
        ArbMap.Default.GeneratorFor<DateTimeOffset>().Select(Boxed),
        ArbMap.Default.GeneratorFor<TimeSpan>().Select(Boxed),
        ArbMap.Default.GeneratorFor<Guid>().Select(Boxed),
        ArbMap.Default.GeneratorFor<Severity>().Select(Boxed),
        Gen.Choose(0, 0x10FFF).Where(Rune.IsValid).Select(value => (object?)new Rune(value)),
        Gen.Choose(0, 3).Select(value => (object?)Color.FromArgb(value)));

    private static readonly Gen<object?> _value = Gen.Sized(size => Shape(Math.Min(size, 3)));

    [Fact]
    public void Set_AnyShape_IsReadBackOrRefused()
    {
        var (kept, refused) = (0, 0);
        Prop.ForAll(_value.Where(value => value is not null).ToArbitrary(), value =>
        {
            var trial = (ITrial)Activator.CreateInstance(typeof(Trial<>).MakeGenericType(value!.GetType()))!;
            _ = trial.Run(value) ? kept++ : refused++;
        }).Check(_runs);

        Assert.True(kept > 100 && refused > 5, $"{kept} were kept, {refused} refused: the shapes are too much alike.");
    }

    private static object? Boxed<T>(T value) => value;

    private static Gen<object?> Shape(int depth)
        => depth == 0 ? _leaf : Gen.Frequency(
            (3, _leaf),
            (1, Shape(depth - 1).Where(item => item is not null).SelectMany(item => Gen.Choose(0, 6).Select(kind => Around(item!, kind)))));

    private static object? Around(object item, int kind)
        => ((IWrapping)Activator.CreateInstance(typeof(Wrapping<>).MakeGenericType(item.GetType()))!).Around(item, kind);

    private interface ITrial
    {
        bool Run(object value);
    }

    private interface IWrapping
    {
        object Around(object item, int kind);
    }

    private sealed class Trial<T> : ITrial
    {
        public bool Run(object value)
        {
            SettingsRegistry registry;
            string json;
            try
            {
                registry = Registered.Registry(Registered.Section<Holder<T>>("a"));
                json = registry.Edit("{}", draft => draft.Set(new Holder<T> { Value = (T)value }));
            }
            catch (ArgumentException)
            {
                return false;
            }

            Assert.Equal(Text(value), Text(registry.Get<Holder<T>>(json).Value));
            return true;
        }

        /// <summary>Compares values independently of the library.</summary>
        private static string Text(object? value)
            => value switch
            {
                null => "null",
                string text => text,
                DateTimeOffset time => $"{time:O}",
                double number => $"{number:R}",
                System.Collections.IEnumerable items => $"[{string.Join(';', items.Cast<object?>().Select(Text).Order(StringComparer.Ordinal))}]",
                _ when value.GetType().IsGenericType => $"({string.Join('|', value.GetType().GetProperties().Where(property => property.GetIndexParameters().Length == 0 && property.CanRead).Select(property => Text(property.GetValue(value))))}{string.Join('|', value.GetType().GetFields().Select(field => Text(field.GetValue(value))))})",
                _ => $"{value}",
            };
    }

    private sealed class Wrapping<T> : IWrapping
        where T : notnull
    {
        public object Around(object item, int kind)
            => kind switch
            {
                0 => new List<T> { (T)item, (T)item },
                1 => ImmutableArray.Create((T)item),
                2 => new[] { (T)item }.ToFrozenSet(),
                3 => new Dictionary<string, T> { ["a.b"] = (T)item, [""] = (T)item },
                4 => new Box<T>((T)item, 1),
                5 => new Stack<T>([(T)item]),
                _ => (7UL, (T)item),
            };
    }

    private sealed record Box<T>(T Inside, long Number);
}
