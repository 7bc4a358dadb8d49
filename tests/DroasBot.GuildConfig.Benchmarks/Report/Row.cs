namespace DroasBot.GuildConfig.Benchmarks.Report;

/// <summary>One line of the table.</summary>
internal sealed record Row(
    string Measurement, string Guilds, string Subject, string Baseline, string Ratio, string Spread, string Allocated, string Aim, string Verdict);
