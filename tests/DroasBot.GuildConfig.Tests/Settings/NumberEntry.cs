using System.Collections.Immutable;

namespace DroasBot.GuildConfig.Tests.Settings;

public sealed record NumberEntry(ulong Id, ImmutableArray<ulong> Others);
