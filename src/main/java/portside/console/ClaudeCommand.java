package portside.console;

import static portside.provider.dialect.Column.CONTEXT_WINDOW;

import java.util.stream.Stream;
import portside.provider.Chain;
import portside.provider.Provider;
import portside.provider.Target;
import portside.provider.Tier;
import portside.provider.settings.InstanceSettings;

/// What to type in a terminal so that Claude Code uses an instance.
final class ClaudeCommand {
  /// The window Claude Code assumes of every model it does not know, in tokens (2.1.332, `/context`).
  private static final long ASSUMED_WINDOW = 1_000_000;

  private ClaudeCommand() {}

  /// One line for a POSIX shell. Client keys are asked for and not shown. Auto mode asks a check of its server that other providers cannot
  /// give, hence the permission mode.
  static String of(InstanceSettings instance, Chain chain) {
    return "ANTHROPIC_BASE_URL=" + url(instance.listen()) + key(instance, chain) + window(chain)
        + " claude --permission-mode default";
  }

  /// Where a client on this machine reaches an instance. An instance that listens on every address is reached under the name of none of them.
  static String url(InstanceSettings.Listen listen) {
    var address = ListenAddress.of(listen.host());
    var host = address.any() || address.text().equals("127.0.0.1") ? "localhost" : listen.host();
    return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + listen.port();
  }

  /// With a token in `ANTHROPIC_AUTH_TOKEN` the client would not show that of its own plan.
  private static String key(InstanceSettings instance, Chain chain) {
    var key = "<a key of ANTHROPIC_API_KEY in " + instance.source().replace("'", "'\\''") + ">'";
    if (chain.fromClient()) {
      return instance.clientKeys().isEmpty() ? "" : " ANTHROPIC_CUSTOM_HEADERS='x-portside-key: " + key;
    }
    return " ANTHROPIC_AUTH_TOKEN=" + (instance.clientKeys().isEmpty() ? "dummy" : "'" + key);
  }

  /// The client compacts by the window it assumes, which is too late for a smaller one. It changes models in the middle of a conversation, and so
  /// does a chain: the smallest window known of those that may lead one counts. A conversation is never led by the small model.
  private static String window(Chain chain) {
    var smallest = Stream.of(Tier.BIG, Tier.MIDDLE).flatMap(tier -> chain.order(tier).stream().map(target -> contextWindow(chain, target, tier)))
        .filter(window -> window > 0 && window < ASSUMED_WINDOW).min(Long::compare);
    return smallest.map(window -> " CLAUDE_CODE_AUTO_COMPACT_WINDOW=" + window).orElse("");
  }

  private static long contextWindow(Chain chain, Target target, Tier tier) {
    var dialect = chain.member(target.member()).map(Provider::dialect);
    return dialect.flatMap(rows -> chain.model(target, tier).map(model -> rows.row(model).get(CONTEXT_WINDOW))).orElse(0L);
  }
}
