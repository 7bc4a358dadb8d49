namespace DroasBot.GuildConfig.Benchmarks.Report;

/// <summary>The result of one round for one subject.</summary>
/// <param name="Value">The time of an operation, or the operations per second.</param>
/// <param name="Bytes">The bytes allocated per operation.</param>
internal readonly record struct Figure(double Value, double Bytes);
