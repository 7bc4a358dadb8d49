namespace DroasBot.GuildConfig.Benchmarks.Report;

/// <summary>One line of the table.</summary>
internal sealed record Row(string Measurement, string Subject, string Baseline, string Ratio, string Spread, string Aim, string Verdict);
