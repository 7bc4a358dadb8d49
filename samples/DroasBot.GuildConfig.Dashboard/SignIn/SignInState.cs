namespace DroasBot.GuildConfig.Dashboard.SignIn;

/// <summary>What the page has to know before anything else.</summary>
/// <param name="User">Who is signed in; <see langword="null"/> for nobody.</param>
/// <param name="AntiforgeryToken">What each request that changes something carries.</param>
/// <param name="DevelopmentUsers">Who can be signed in without a question.</param>
/// <param name="Discord">Whether Discord can be asked who somebody is.</param>
internal sealed record SignInState(SignedInUser? User, string AntiforgeryToken, IReadOnlyList<string> DevelopmentUsers, bool Discord);
