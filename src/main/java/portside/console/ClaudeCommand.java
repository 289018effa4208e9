package portside.console;

import static portside.provider.dialect.Column.CONTEXT_WINDOW;

import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import portside.provider.Chain;
import portside.provider.Provider;
import portside.provider.Target;
import portside.provider.Tier;
import portside.provider.settings.InstanceSettings;

/// What makes Claude Code use an instance: variables of its environment, and the line to type in a terminal.
final class ClaudeCommand {
  /// Where requests go.
  static final String BASE_URL = "ANTHROPIC_BASE_URL";

  /// The key that is shown to the instance.
  static final String TOKEN = "ANTHROPIC_AUTH_TOKEN";

  /// Lines of headers of each request.
  static final String HEADERS = "ANTHROPIC_CUSTOM_HEADERS";

  /// The number of tokens beyond which a conversation is compacted.
  static final String WINDOW = "CLAUDE_CODE_AUTO_COMPACT_WINDOW";

  /// Whether the client tells what a request is for, which it keeps to itself towards a base URL that is not its own (2.1.332).
  static final String HINTS = "CLAUDE_CODE_GATEWAY_HINT_HEADERS";

  /// The header in which a client shows its key where its own token goes up.
  static final String KEY_HEADER = "x-portside-key: ";

  /// The window Claude Code assumes of every model it does not know, in tokens (2.1.332, `/context`).
  private static final long ASSUMED_WINDOW = 1_000_000;

  private ClaudeCommand() {}

  /// One line for a POSIX shell. Client keys are asked for and not shown. Auto mode asks a check of its server that other providers cannot
  /// give, hence the permission mode.
  static String of(InstanceSettings instance, Chain chain) {
    var variables = variables(instance, chain, "<a key of ANTHROPIC_API_KEY in " + instance.source() + ">");
    return variables.entrySet().stream().map(variable -> variable.getKey() + "=" + quoted(variable.getValue())).collect(Collectors.joining(" "))
        + " claude --permission-mode default";
  }

  /// The variables, with the first client key where one is asked for.
  static SequencedMap<String, String> variables(InstanceSettings instance, Chain chain) {
    return variables(instance, chain, instance.clientKeys().isEmpty() ? "" : instance.clientKeys().getFirst().reveal());
  }

  private static SequencedMap<String, String> variables(InstanceSettings instance, Chain chain, String key) {
    var variables = new LinkedHashMap<String, String>();
    variables.put(BASE_URL, url(instance.listen()));
    if (!chain.fromClient()) {
      variables.put(TOKEN, instance.clientKeys().isEmpty() ? "dummy" : key);
    } else if (!instance.clientKeys().isEmpty()) { // with a token in the other variable the client would not show that of its own plan
      variables.put(HEADERS, KEY_HEADER + key);
    }
    window(chain).ifPresent(window -> variables.put(WINDOW, Long.toString(window)));
    variables.put(HINTS, "1");
    return variables;
  }

  /// Where a client on this machine reaches an instance. An instance that listens on every address is reached under the name of none of them.
  static String url(InstanceSettings.Listen listen) {
    var address = ListenAddress.of(listen.host());
    var host = address.any() || address.text().equals("127.0.0.1") ? "localhost" : listen.host();
    return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + listen.port();
  }

  /// For a POSIX shell.
  private static String quoted(String value) {
    return value.matches("[A-Za-z0-9_.:/\\[\\]-]*") ? value : "'" + value.replace("'", "'\\''") + "'";
  }

  /// The client compacts by the window it assumes, which is too late for a smaller one. It changes models in the middle of a conversation, and so
  /// does a chain: the smallest window known of those that may lead one counts. A conversation is never led by the small model.
  private static Optional<Long> window(Chain chain) {
    return Stream.of(Tier.BIG, Tier.MIDDLE).flatMap(tier -> chain.order(tier).stream().map(target -> contextWindow(chain, target, tier)))
        .filter(window -> window > 0 && window < ASSUMED_WINDOW).min(Long::compare);
  }

  private static long contextWindow(Chain chain, Target target, Tier tier) {
    var dialect = chain.member(target.member()).map(Provider::dialect);
    return dialect.flatMap(rows -> chain.model(target, tier).map(model -> rows.row(model).get(CONTEXT_WINDOW))).orElse(0L);
  }
}
