namespace DroasBot.GuildConfig.Faults.Linearizability;

/// <summary>What a call of the service claims to have found and done at one instant.</summary>
internal abstract record Claim
{
    private Claim()
    {
    }

    /// <summary>Gives the state after the call, or <see langword="null"/> if the call cannot have happened in this state.</summary>
    public abstract GuildState? Apply(GuildState state);

    /// <summary>A read found this.</summary>
    public sealed record Read(long Revision, ulong? Value) : Claim
    {
        public override GuildState? Apply(GuildState state) => state.Revision == Revision && state.Value == Value ? state : null;
    }

    /// <summary>An update found a value, and made another of it under a new revision.</summary>
    public sealed record Update(ulong? Found, long Revision, ulong? Value) : Claim
    {
        public override GuildState? Apply(GuildState state)
            => state.Value == Found && Revision > state.Newest ? new GuildState(Revision, Value, Revision) : null;
    }

    /// <summary>A deletion found a row, or none.</summary>
    public sealed record Delete(bool Found) : Claim
    {
        public override GuildState? Apply(GuildState state)
            => state.Revision > 0 != Found ? null : Found ? new GuildState(0, null, state.Newest + 1) : state;
    }

    /// <summary>A restoration made the guild what it was once; it changed nothing if the guild was so already.</summary>
    public sealed record Restore(ulong? Wanted, long Revision, ulong? Value) : Claim
    {
        public override GuildState? Apply(GuildState state)
            => Value != Wanted ? null
                : state.Revision > 0 && state.Value == Wanted ? (Revision == state.Revision ? state : null)
                : Revision > state.Newest ? new GuildState(Revision, Value, Revision) : null;
    }
}
