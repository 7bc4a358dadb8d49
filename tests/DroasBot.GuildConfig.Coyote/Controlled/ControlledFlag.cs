using Microsoft.Coyote.Runtime;

namespace DroasBot.GuildConfig;

/// <summary>In the place of the interlocked exchange of a flag, of which Coyote knows only those of other types.</summary>
internal static class ControlledFlag
{
    public static bool Exchange(ref bool flag, bool value)
    {
        SchedulingPoint.Interleave();
        var before = flag;
        flag = value;
        return before;
    }
}
