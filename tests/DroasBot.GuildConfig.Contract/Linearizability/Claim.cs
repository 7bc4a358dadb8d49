namespace DroasBot.GuildConfig.Contract.Linearizability;

/// <summary>What a call claims to have seen and done at one instant.</summary>
public abstract record Claim
{
    private Claim()
    {
    }

    /// <summary>Gets whether the call leaves every state unchanged.</summary>
    public virtual bool IsRead => false;

    /// <summary>Creates the claim of a call that is only known from the change log.</summary>
    public static Claim Of(GuildConfigChange change)
        => change.After is { } after ? new Update(change.Before?.WelcomeChannelId, change.Revision, after.WelcomeChannelId) : new Delete(true);

    /// <summary>Gets the state after the call, or <see langword="null"/> if the call cannot have happened in this state.</summary>
    public abstract GuildState? Apply(GuildState state);

    /// <summary>Whether the change log is consistent with the call.</summary>
    /// <param name="revision">The revision of the call's change; <see langword="null"/> if the log has none.</param>
    public virtual bool IsLoggedAs(long? revision) => revision is null;

    /// <summary>A read found this.</summary>
    public sealed record Read(long Revision, ulong? Value) : Claim
    {
        public override bool IsRead => true;

        public override GuildState? Apply(GuildState state) => state.Revision == Revision && state.Value == Value ? state : null;
    }

    /// <summary>A change was refused because the guild was at a revision other than the expected one.</summary>
    public sealed record Conflict(long Expected, long Actual) : Claim
    {
        public override bool IsRead => true;

        public override GuildState? Apply(GuildState state) => state.Revision == Actual && Actual != Expected ? state : null;
    }

    /// <summary>An update found a value, at the expected revision if one was given, and stored another under a new revision.</summary>
    public sealed record Update(ulong? Found, long Revision, ulong? Value, long? Expected = null) : Claim
    {
        public override GuildState? Apply(GuildState state)
            => state.Value == Found && (Expected ?? state.Revision) == state.Revision && Revision > state.Newest ? new GuildState(Revision, Value, Revision) : null;

        public override bool IsLoggedAs(long? revision) => revision == Revision;
    }

    /// <summary>A deletion found a row, or none.</summary>
    public sealed record Delete(bool Found) : Claim
    {
        public override GuildState? Apply(GuildState state)
            => state.Revision > 0 != Found ? null : Found ? new GuildState(0, null, state.Newest + 1) : state;

        public override bool IsLoggedAs(long? revision) => revision is not null == Found;
    }

    /// <summary>A restoration brought the guild to an earlier state; it changed nothing if the guild was already in that state.</summary>
    public sealed record Restore(ulong? Wanted, long Revision, ulong? Value) : Claim
    {
        public override GuildState? Apply(GuildState state)
            => Value != Wanted ? null
                : state.Revision > 0 && state.Value == Wanted ? (Revision == state.Revision ? state : null)
                : Revision > state.Newest ? new GuildState(Revision, Value, Revision) : null;

        public override bool IsLoggedAs(long? revision) => (revision ?? Revision) == Revision;
    }
}
