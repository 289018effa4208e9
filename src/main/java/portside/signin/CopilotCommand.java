package portside.signin;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import portside.provider.MissingToken;
import portside.provider.MissingToken.Mend;
import portside.provider.NoToken;
import portside.provider.Secret;
import portside.provider.TokenOrigin;

/// Makes tokens of Copilot of what the program of `COPILOT_TOKEN_COMMAND` prints: a token of GitHub, or one of Copilot, which is taken as it is. What
/// GitHub does not give to its applications, such as a personal access token, Copilot does not take.
final class CopilotCommand implements TokenFetch {
  private static final String SETTING = "COPILOT_TOKEN_COMMAND";

  private final TokenOrigin.CopilotCommand origin;
  private final TokenCommand program;
  private final GitHubTokens gitHub;
  private volatile @Nullable Secret printed;

  CopilotCommand(TokenOrigin.CopilotCommand origin, GitHubTokens gitHub) {
    this.origin = origin;
    this.program = new TokenCommand(SETTING, origin.program());
    this.gitHub = gitHub;
  }

  /// The token of GitHub that was printed last, for questions about the account.
  ///
  /// @throws NoToken when the program prints none
  Secret gitHubToken() throws NoToken {
    var last = printed;
    var token = last != null ? last : printed();
    if (!GitHubTokens.isOfGitHub(token)) {
      throw wrong("prints a token of Copilot's, which tells nothing of the account");
    }
    return token;
  }

  private Secret printed() throws NoToken {
    var token = program.fetch(null).token();
    if (GitHubTokens.isOfGitHub(token) && !GitHubTokens.isTaken(token)) {
      throw wrong("prints a token of GitHub that Copilot does not take, such as a personal access token; one of an application's sign-in is needed (gho_… or ghu_…)");
    }
    printed = token;
    return token;
  }

  @Override
  public Fetched fetch(@Nullable Secret refused) throws NoToken {
    var token = printed();
    if (!GitHubTokens.isOfGitHub(token)) {
      return new Fetched(token, TokenCommand.LIFE, TokenCommand.LIFE);
    }
    try {
      var entry = gitHub.current(SignInEntry.of(origin.site(), "", token));
      if (entry.ended().isPresent()) {
        throw wrong("prints a token that GitHub no longer takes");
      }
      return new Fetched(entry.current(), shorter(entry.fresh()), TokenCommand.LIFE, entry.base());
    } catch (AuthServer.Unanswered e) {
      throw new NoToken(new MissingToken(Mend.WAITING, e.why()));
    }
  }

  private static Duration shorter(Duration life) {
    return life.compareTo(TokenCommand.LIFE) < 0 ? life : TokenCommand.LIFE;
  }

  private static NoToken wrong(String why) {
    return new NoToken(new MissingToken(Mend.SETTING, SETTING + " " + why));
  }

  @Override
  public List<URI> otherBases() {
    return CopilotHosts.others(origin.site());
  }

  @Override
  public boolean isRefusal(int status) {
    return GitHubTokens.isRefusal(status);
  }
}
