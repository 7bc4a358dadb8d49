namespace DroasBot.GuildConfig.Benchmarks.Report;

/// <summary>What one round found about one subject.</summary>
/// <param name="Value">The time of an operation, or how many there were in a second.</param>
/// <param name="Bytes">What an operation allocated.</param>
internal readonly record struct Figure(double Value, double Bytes);
