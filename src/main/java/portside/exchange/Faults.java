package portside.exchange;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import portside.provider.Provider;
import portside.translate.client.GeminiErrorBody;
import portside.translate.client.OpenAiErrorBody;
import portside.wire.Fault;
import portside.wire.FaultKind;
import portside.wire.RawAnswer;
import portside.wire.anthropic.ErrorBody;

/// A fault as an HTTP answer in the Anthropic envelope (Anthropic API, "Errors").
public final class Faults {
  /// What running requests are told when the process ends before they do.
  static final Fault SHUTTING_DOWN = Fault.of(FaultKind.OVERLOADED, "the proxy is shutting down; try again");

  /// What a client is told of a mistake of ours; the log says more under its request id.
  static final Fault BUG = Fault.of(FaultKind.API, "the proxy failed on this request; its log says more under the request id");

  /// What a client is told when a request finds no room in the heap; others may have left it by the next try.
  static final Fault OUT_OF_MEMORY =
      new Fault(FaultKind.OVERLOADED, "the proxy has no memory left for this request; try again", OptionalLong.of(5));

  private Faults() {}

  /// What a client is told of what went wrong inside the proxy.
  static Fault of(Throwable wrong) {
    return wrong instanceof OutOfMemoryError ? OUT_OF_MEMORY : BUG;
  }

  /// Answers with the fault's status, envelope and retry headers; or with what a provider of the client's language said, as it came.
  ///
  /// @throws Client.Gone when the client has left
  public static void answer(Client client, Fault fault) throws Client.Gone {
    if (fault.raw() != null && fault.raw().status() / 100 != 2) { // an error inside an answer has no status of its own
      answer(client, fault.raw());
      return;
    }
    int status = isClaudeCode(client) ? fault.kind().shownStatus() : fault.kind().status();
    client.answer(status, headers(fault), ErrorBody.of(fault, client.requestId()));
  }

  /// The same in OpenAI's envelope, where 503 says what 529 says at Anthropic.
  ///
  /// @throws Client.Gone when the client has left
  static void answerOpenAi(Client client, Fault fault) throws Client.Gone {
    if (fault.raw() != null) {
      answer(client, fault.raw());
      return;
    }
    client.answer(fault.kind() == FaultKind.OVERLOADED ? 503 : fault.kind().status(), headers(fault), OpenAiErrorBody.of(fault));
  }

  /// The same in Gemini's envelope.
  ///
  /// @throws Client.Gone when the client has left
  static void answerGemini(Client client, Fault fault) throws Client.Gone {
    client.answer(GeminiErrorBody.status(fault.kind()), headers(fault), GeminiErrorBody.of(fault));
  }

  private static void answer(Client client, RawAnswer raw) throws Client.Gone {
    var headers = new LinkedHashMap<>(raw.headers());
    headers.put("content-type", raw.contentType());
    client.answer(raw.status(), headers, raw.body());
  }

  /// What a client is told of a member that is asked with the client's own key, when the client shows none.
  static Fault nothingShown(Provider provider) {
    return Fault.of(FaultKind.AUTHENTICATION, "the proxy has no key of its own for " + provider.name() + " (OPENAI_API_KEY=from-client in "
        + provider.source() + "), and this request shows none: log in in Claude Code, and set neither ANTHROPIC_AUTH_TOKEN nor ANTHROPIC_API_KEY there");
  }

  /// Whether a person reads the answer in Claude Code.
  static boolean isClaudeCode(Client client) {
    return begins(client.header("x-app"), "cli") || begins(client.header("user-agent"), "claude-cli/");
  }

  private static boolean begins(@Nullable String header, String with) {
    return header != null && header.startsWith(with);
  }

  /// What a person is told of an answer that the provider's own filter withheld.
  static Fault withheld(Provider provider) {
    var who = "upstream " + provider.name();
    return Fault.of(FaultKind.POLICY, who + " withheld its answer: its content filter stopped it, not Anthropic's safeguards");
  }

  /// The same fault; of a model that the provider does not know it says which setting names it, since that is where it is mended.
  ///
  /// @param requested the name the client sent
  static Fault explained(Fault fault, Provider provider, String requested) {
    if (fault.kind() != FaultKind.NOT_FOUND) {
      return fault;
    }
    var setting = provider.models().setting(requested);
    var where = setting.isPresent()
        ? setting.get() + " in " + provider.source() + " names this model: set it to one that " + provider.name() + " offers and restart the proxy"
        : "the client asked for this model by its own name; " + provider.source() + " names " + String.join(", ", provider.models().distinct());
    return fault.withMessage(fault.message() + "; " + where);
  }

  /// The headers of a fault's answer: its content type and what it says about trying again.
  public static Map<String, String> headers(Fault fault) {
    var headers = new LinkedHashMap<String, String>();
    headers.put("content-type", "application/json");
    fault.retryAfterSeconds().ifPresent(seconds -> headers.put("retry-after", Long.toString(seconds)));
    if (fault.kind().retryHeader() != null) {
      headers.put("x-should-retry", fault.kind().retryHeader().toString());
    }
    return headers;
  }
}
