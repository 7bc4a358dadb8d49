using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace DroasBot.GuildConfig.Commands.Output;

/// <summary>The rate per second.</summary>
internal sealed class RateColumn : ProgressColumn
{
    public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime)
        => new Text(TextOf(task.Speed));

    internal static string TextOf(double? rate) => rate is null ? string.Empty : string.Create(CultureInfo.InvariantCulture, $"{rate:N0}/s");
}
