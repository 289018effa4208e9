package portside.translate.fault;

import static portside.provider.dialect.Column.CONTEXT_WINDOW;
import static portside.provider.dialect.Column.EMPTY_ERROR_IS_OVERFLOW;
import static portside.provider.dialect.Column.ERROR_CODES;
import static portside.provider.dialect.Column.RESET_ZONE;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import portside.provider.dialect.Dialect;
import portside.provider.dialect.Dialect.ErrorMeaning;
import portside.provider.dialect.Lesson;
import portside.wire.Fault;
import portside.wire.FaultKind;
import portside.wire.Json;
import portside.wire.Scope;
import portside.wire.common.ProviderError;

/// What the client is told of a provider's error. The provider's own words come first where the client acts on them, the name of the provider
/// where a person must know whose error it is. A web page is never passed on, a key never shown.
///
/// @param providerName for messages to people
/// @param model as the message about a missing model names it
/// @param dialect says what the provider's own codes mean
/// @param inputEstimate our own count of the input, for an overflow without numbers
/// @param maxTokens the limit sent upstream
/// @param mask blots out secrets
/// @param now when the provider was asked, for waiting times given as a date
public record ErrorToFault(String providerName, String model, Dialect dialect, long inputEstimate, long maxTokens, UnaryOperator<String> mask,
    Instant now) {
  private static final int LONGEST_TEXT = 500;
  private static final Duration NEAR = Duration.ofMinutes(5);
  private static final int TOO_MANY = 429;
  private static final int FEW_TOKENS = 16;
  private static final Pattern KEY_LIKE = Pattern.compile("(?i)\\b(bearer\\s+|sk-|gsk_|xai-|AIza)[A-Za-z0-9_\\-.]{8,}");
  private static final Pattern NO_REASON =
      Pattern.compile("(?i)(?:(?:http )?(?:error )?400:? ?)?(?:bad request|invalid request(?:[ _]error)?|invalid_request_error"
          + "|provider returned error|(?:upstream )?error|(?:upstream )?request failed|unknown(?: error)?"
          + "|(?:the )?request is invalid|request contains an invalid argument|an? (?:unknown |unexpected )?error (?:has )?occurred"
          + "|something went wrong|400 status code \\(no body\\))?[.!]?");
  private static final ProviderError NO_WORDS = new ProviderError("", "", "", 0, JsonValue.EMPTY_JSON_OBJECT, JsonValue.EMPTY_JSON_OBJECT);

  /// What becomes of an answer with a status outside 2xx.
  ///
  /// @param headers looks up a header by lower-case name, null when absent
  /// @param body as received, decompressed
  /// @param sent the request as the provider got it
  public Refused refused(int status, Function<String, String> headers, byte[] body, byte[] sent) {
    var fault = of(status, headers, body);
    boolean gateway = status > 500; // it speaks of itself, and the next try may well succeed for that alone
    return new Refused(fault, !gateway && isOfTheRequest(fault.kind()) ? lesson(body, sent) : Optional.empty());
  }

  private static boolean isOfTheRequest(FaultKind kind) {
    return switch (kind) {
      case INVALID_REQUEST, NOT_FOUND, UNREACHABLE, MISDIRECTED, API -> true; // 404 and 415 of gateways, 500 of local servers
      case CONFLICT, POLICY, CONTEXT_OVERFLOW, CLIENT_KEY, AUTHENTICATION, PERMISSION, BILLING, TOO_LARGE, RATE_LIMIT, QUOTA, LOOP, TIMEOUT, OVERLOADED ->
          false;
    };
  }

  private Optional<Lesson> lesson(byte[] body, byte[] sent) {
    try {
      var error = read(new String(body, StandardCharsets.UTF_8).strip());
      return ThrottleWords.in(error) ? Optional.empty() : RejectionRules.of(error, dialect, Json.object(sent));
    } catch (Json.Malformed ours) {
      return Optional.empty();
    }
  }

  /// The fault for an answer with a status outside 2xx.
  ///
  /// @param headers looks up a header by lower-case name, null when absent
  /// @param body as received, decompressed
  public Fault of(int status, Function<String, String> headers, byte[] body) {
    var text = new String(body, StandardCharsets.UTF_8).strip();
    var error = read(text);
    if ((status == 400 || status == 413) && saysNothing(error)) {
      return ContextOverflow.of(sent());
    }
    return fault(status, headers, error);
  }

  /// The fault for an error that stood inside an answer with status 200, whose headers say nothing of it.
  public Fault inside(ProviderError error) {
    return fault(200, _ -> null, error);
  }

  /// The fault for an `error` event that is not JSON.
  public Fault inside(String text) {
    return inside(read(text));
  }

  /// The fault for an answer that should have been JSON or events and is neither.
  public Fault notJson(String text) {
    return isHtml(text) ? Fault.of(FaultKind.UNREACHABLE, webPage(""))
        : ContextOverflow.in(false, 0, read(text), sent())
            .orElseGet(() -> Fault.of(FaultKind.UNREACHABLE, providerName + " sent an answer that cannot be read"));
  }

  /// The fault for an answer of which a piece is lost.
  public Fault gap() {
    return Fault.of(FaultKind.UNREACHABLE, providerName + " sent a part of its answer that cannot be read, so the answer has a gap");
  }

  /// The fault for an answer that ended because the conversation does not fit.
  ///
  /// @param promptTokens as the provider counts, 0 when it does not say
  public Fault overflow(long promptTokens) {
    return ContextOverflow.of(new ContextOverflow.Sent(Math.max(promptTokens, inputEstimate), maxTokens, dialect.get(CONTEXT_WINDOW)));
  }

  /// Whether an answer that was cut before its first word was cut because the prompt leaves it no room: the window is full, and more than a few
  /// tokens were asked for.
  ///
  /// @param promptTokens as the provider counts, 0 when it does not say
  public boolean leavesNoRoom(long promptTokens) {
    return isFull(Math.max(promptTokens, inputEstimate)) && (maxTokens == 0 || maxTokens > FEW_TOKENS);
  }

  private boolean isFull(long input) {
    return dialect.get(CONTEXT_WINDOW) > 0 && input > dialect.get(CONTEXT_WINDOW) / 10 * 9;
  }

  private ContextOverflow.Sent sent() {
    return new ContextOverflow.Sent(inputEstimate, maxTokens, dialect.get(CONTEXT_WINDOW));
  }

  /// Whether a refusal that gives no reason stands for a prompt that does not fit: at a window that is full it does, and a client that is told so
  /// compacts where it would be stuck. Words that repeat the status give no reason either.
  private boolean saysNothing(ProviderError error) {
    boolean mute = error.message().isBlank() && vague(error);
    boolean full = isFull(inputEstimate);
    return mute && dialect.get(EMPTY_ERROR_IS_OVERFLOW) || full && (mute || NO_REASON.matcher(error.message()).matches() && vague(error));
  }

  private static boolean vague(ProviderError error) {
    return Stream.of(error.code(), error.type()).allMatch(word -> word.isEmpty() || word.equals("400") || ErrorClassifier.isVague(word));
  }

  private Fault fault(int status, Function<String, String> headers, ProviderError error) {
    var meaning = ErrorClassifier.meaning(status, error, dialect.get(ERROR_CODES));
    boolean known = meaning.filter(ErrorMeaning.OVERFLOW::equals).isPresent();
    var overflow = ContextOverflow.in(known, status == 200 ? error.status() : status, error, sent());
    if (overflow.isPresent()) {
      return overflow.get();
    }
    var plan = UnifiedLimits.of(status, headers);
    var retryAfter = new RetryAfter(said(status, error), headers, error, new TimeReader(dialect.get(RESET_ZONE), now));
    var told = retryAfter.told(plan);
    var kind = ErrorClassifier.of(status, error, meaning, told.filter(wait -> wait.compareTo(NEAR) <= 0).isPresent());
    if (kind == FaultKind.RATE_LIMIT && plan.usedUp()) {
      kind = FaultKind.QUOTA;
    }
    boolean ofThisRequest = status == TOO_MANY && kind == FaultKind.INVALID_REQUEST;
    var wait = ofThisRequest ? Optional.<Duration>empty() : isForNow(kind, status, error) ? told : retryAfter.asked();
    var fault = new Fault(kind, clean(message(kind, status, error)), RetryAfter.seconds(wait));
    boolean ofModel = kind == FaultKind.QUOTA && (plan.ofOneModel() || ErrorClassifier.isQuotaOfModel(error));
    return ofModel ? fault.withScope(Scope.KEY_AND_MODEL) : fault;
  }

  /// Whether the fault is one of too much now, so that a time which stands in the body or beside a limit is meant for it.
  private static boolean isForNow(FaultKind kind, int status, ProviderError error) {
    return kind == FaultKind.RATE_LIMIT || kind == FaultKind.QUOTA || kind == FaultKind.OVERLOADED
        || status == TOO_MANY || status == 503 || status == 529 || status >= 400 && ThrottleWords.asks(error);
  }

  private static int said(int status, ProviderError error) {
    return status >= 400 || error.status() == 0 ? status : error.status();
  }

  private String message(FaultKind kind, int status, ProviderError error) {
    var words = error.message().isEmpty() ? "HTTP " + said(status, error) : error.message();
    return switch (kind) {
      case POLICY -> "upstream " + providerName + " refuses this by its content policy: " + words;
      case AUTHENTICATION, CLIENT_KEY -> "upstream " + providerName + " rejected the configured API key: " + words;
      case BILLING -> "the account at upstream " + providerName + " cannot pay for this: " + words;
      case PERMISSION -> "upstream " + providerName + " forbids this: " + words;
      case NOT_FOUND -> "model: " + model + " (upstream " + providerName + ": " + words + ")";
      case MISDIRECTED -> "upstream " + providerName + " does not know this path, the base URL may be wrong: " + words;
      case UNREACHABLE -> "upstream " + providerName + ": " + words;
      case TOO_LARGE -> "Request too large: " + words;
      case INVALID_REQUEST, CONFLICT, CONTEXT_OVERFLOW ->
          error.message().isEmpty() ? "upstream " + providerName + " refuses this and does not say why: " + words : words;
      case RATE_LIMIT, QUOTA, API, LOOP, TIMEOUT, OVERLOADED -> words + " (upstream " + providerName + ")";
    };
  }

  private ProviderError read(String text) {
    if (isHtml(text)) {
      return said(webPage(" instead of an error"));
    }
    try {
      var json = Json.value(text);
      if (json instanceof JsonArray array && !array.isEmpty()) { // Gemini
        json = array.getFirst();
      }
      if (json instanceof JsonObject object) {
        return ProviderError.anywhere(object);
      }
      if (json == JsonValue.NULL || json.equals(JsonValue.EMPTY_JSON_ARRAY) || json instanceof JsonString words && words.getString().isBlank()) {
        return NO_WORDS;
      }
    } catch (Json.Malformed plainText) {
      // the text itself is the message
    }
    return text.isEmpty() ? NO_WORDS : said(text.substring(0, Math.min(text.length(), LONGEST_TEXT)));
  }

  private static ProviderError said(String words) {
    return new ProviderError(words, "", "", 0, JsonValue.EMPTY_JSON_OBJECT, JsonValue.EMPTY_JSON_OBJECT);
  }

  private String webPage(String instead) {
    return providerName + " answered with a web page" + instead;
  }

  private static boolean isHtml(String text) {
    return text.startsWith("<");
  }

  /// The text without anything that looks like a key.
  public static String withoutKeys(String text) {
    return KEY_LIKE.matcher(text).replaceAll("$1***");
  }

  private String clean(String message) {
    return withoutKeys(mask.apply(message));
  }
}
