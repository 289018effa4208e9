package portside.translate.client;

import static portside.provider.dialect.Column.AFFINITY_HEADER;
import static portside.provider.dialect.Column.ALWAYS_STREAM;
import static portside.provider.dialect.Column.ARGUMENT_TYPES;
import static portside.provider.dialect.Column.CALL_IDS;
import static portside.provider.dialect.Column.CALL_SIGNATURES;
import static portside.provider.dialect.Column.CONTENT_WITH_CALLS;
import static portside.provider.dialect.Column.CONTEXT_WINDOW;
import static portside.provider.dialect.Column.CUTS_SILENTLY;
import static portside.provider.dialect.Column.EFFORT_WITH_TOOLS;
import static portside.provider.dialect.Column.EXTRA_BODY;
import static portside.provider.dialect.Column.FORCED_TOOL_CHOICE;
import static portside.provider.dialect.Column.IMAGE_URLS;
import static portside.provider.dialect.Column.LEAKED_CALLS;
import static portside.provider.dialect.Column.MAX_STOP_BYTES;
import static portside.provider.dialect.Column.MIN_OUTPUT;
import static portside.provider.dialect.Column.MISSING_REASONING;
import static portside.provider.dialect.Column.NAMED_TOOL_CHOICE;
import static portside.provider.dialect.Column.OFF;
import static portside.provider.dialect.Column.OPEN_THOUGHT;
import static portside.provider.dialect.Column.PARALLEL_TOOL_CALLS;
import static portside.provider.dialect.Column.PDF;
import static portside.provider.dialect.Column.REASONING;
import static portside.provider.dialect.Column.REPLAY;
import static portside.provider.dialect.Column.REPLY_AFTER_TOOLS;
import static portside.provider.dialect.Column.REQUEST_FITTED;
import static portside.provider.dialect.Column.REQUEST_HEADERS;
import static portside.provider.dialect.Column.TOOL_RESULT_NAME;
import static portside.provider.dialect.Column.WIRE;
import static portside.provider.dialect.Column.WITHOUT;

import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import portside.provider.Provider;
import portside.provider.dialect.Column;
import portside.provider.dialect.Dialect;
import portside.provider.dialect.Dialect.ForcedToolChoice;
import portside.provider.dialect.Dialect.NamedToolChoice;
import portside.provider.dialect.Dialect.ParallelToolCalls;
import portside.provider.dialect.Dialect.Wire;
import portside.translate.Translator;
import portside.translate.TranslatorContext;
import portside.translate.UpstreamRequest;
import portside.translate.chat.ChatToChat;
import portside.translate.fault.ErrorToFault;
import portside.translate.request.CopilotHeaders;
import portside.wire.Json;
import portside.wire.Refusal;
import portside.wire.anthropic.MessagesRequest;
import portside.wire.anthropic.MessagesRequest.Original;
import portside.wire.anthropic.StreamEvent;
import portside.wire.anthropic.Usage;
import portside.wire.common.RequestMember;

/// Decides whether a request passes to a provider in the client's own words, and lets it pass.
///
/// ```
///   client \ row      chat                                        Responses, Messages
///   Messages          translated                                  translated; on Messages RawMessages decides
///   chat completions  passes, when the row departs in nothing     translated; refused when it holds what no translation carries
///                     that ChatToChat does not see to, or when
///                     the request holds what no translation
///                     carries; else translated
///   Responses         refused                                     passes on Responses, refused on Messages
/// ```
public final class PassThrough {
  /// The columns of which a pass takes no notice; a row that departs from the standard in one of them has requests translated. What is not here
  /// [ChatToChat] sees to, but for the cells below, or it makes no difference to a request and answer that pass.
  static final Set<Column<?>> UNSEEN = Set.of(
      MIN_OUTPUT, MAX_STOP_BYTES, CALL_IDS, TOOL_RESULT_NAME, REPLY_AFTER_TOOLS, ALWAYS_STREAM, CONTENT_WITH_CALLS, IMAGE_URLS, PDF,
      EFFORT_WITH_TOOLS, OFF, REPLAY, MISSING_REASONING, CALL_SIGNATURES, LEAKED_CALLS, OPEN_THOUGHT, ARGUMENT_TYPES, CUTS_SILENTLY,
      CONTEXT_WINDOW, REQUEST_HEADERS, REQUEST_FITTED);

  private final MessagesRequest request;
  private final Dialect row;
  private final String model;
  private final Provider provider;
  private final TranslatorContext context;

  private PassThrough(MessagesRequest request, Dialect row, String model, Provider provider, TranslatorContext context) {
    this.request = request;
    this.row = row;
    this.model = model;
    this.provider = provider;
    this.context = context;
  }

  /// The translator that lets a request pass; empty when it must be translated.
  ///
  /// @param row of the model
  /// @param model the provider's name of it
  /// @throws Refusal when the request can neither pass nor be translated
  public static Optional<Translator> of(MessagesRequest request, Dialect row, String model, Provider provider, TranslatorContext context) {
    return new PassThrough(request, row, model, provider, context).decided();
  }

  private Optional<Translator> decided() {
    return switch (request.original()) {
      case null -> Optional.empty();
      case Original.Messages _ -> Optional.empty();
      case Original.ChatCompletions(var body, _, var obstacle, _) -> switch (row.get(WIRE)) {
        case CHAT -> obstacle != null || seesAllOf(row) ? Optional.of(chat(body, obstacle == null)) : Optional.empty();
        case RESPONSES, MESSAGES, GEMINI -> {
          if (obstacle != null) {
            throw new Refusal(obstacle);
          }
          yield Optional.empty();
        }
      };
      case Original.Responses(var body, _) -> switch (row.get(WIRE)) {
        case CHAT, MESSAGES, GEMINI -> throw Refusal.invalid("model", "POST /v1/responses serves only models that are asked on the Responses wire, and " + model
            + " of " + provider.name() + " is asked " + asked(row.get(WIRE)) + ": set DIALECT_WIRE=responses in " + provider.source()
            + " if the provider has the Responses API, or let the client use POST /v1/chat/completions");
        case RESPONSES -> Optional.of(responses(body));
      };
    };
  }

  private static String asked(Wire wire) {
    return switch (wire) {
      case CHAT -> "in chat completions";
      case MESSAGES -> "for Anthropic messages";
      case GEMINI -> "in the language of Gemini";
      case RESPONSES -> "for responses";
    };
  }

  /// Whether a pass keeps everything that this row says.
  static boolean seesAllOf(Dialect row) {
    return row.get(WIRE) == Wire.CHAT
        && row.departures(Dialect.STANDARD).stream().noneMatch(UNSEEN::contains)
        && row.get(NAMED_TOOL_CHOICE) != NamedToolChoice.ALONE
        && row.get(FORCED_TOOL_CHOICE) != ForcedToolChoice.UNLESS_THINKING
        && row.get(PARALLEL_TOOL_CALLS) != ParallelToolCalls.SAID
        && switch (row.get(REASONING)) {
          case NONE, EFFORT, REASONING_OBJECT -> true;
          case THINKING, ENABLE_THINKING, TEMPLATE_KWARGS -> false;
        };
  }

  private Translator chat(byte[] body, boolean counted) {
    var sent = ChatToChat.translate(object(body), model, row, provider.limits());
    return translator("/chat/completions", sent, new ChatAnswerObserver(errors()), ChatAnswerObserver::isAnswer, counted);
  }

  private Translator responses(byte[] body) {
    var sent = Json.BUILD.createObjectBuilder(object(body)).add("model", model);
    row.get(EXTRA_BODY).stream().map(extra -> RequestMember.of(extra.name(), extra.json())).forEach(member -> sent.add(member.name(), member.value()));
    row.get(WITHOUT).forEach(sent::remove);
    return translator("/responses", sent.build(), new ResponsesAnswerObserver(errors()), ResponsesAnswerObserver::isAnswer, false);
  }

  private Translator translator(String path, JsonObject sent, AnswerObserver observer, Predicate<JsonObject> answers, boolean counted) {
    UnaryOperator<String> mask = text -> ErrorToFault.withoutKeys(context.redact().apply(text));
    var start = new StreamEvent.MessageStart(context.messageId(), request.model(), Usage.of(context.inputEstimate(), 0));
    var answer = new PassThroughAnswer(start, observer, new StreamErrorRedactor(mask, answers), request.stream(), counted);
    var stream = sent.get("stream") == JsonValue.TRUE;
    return new PassThroughTranslator(new UpstreamRequest(path, headers(sent), Json.bytes(sent), stream), answer, errors(), mask);
  }

  private Map<String, String> headers(JsonObject sent) {
    var headers = new LinkedHashMap<String, String>();
    if (!row.get(AFFINITY_HEADER).isEmpty() && !context.conversation().isEmpty()) {
      headers.put(row.get(AFFINITY_HEADER), context.conversation());
    }
    switch (row.get(REQUEST_HEADERS)) {
      case NONE -> {}
      case COPILOT -> headers.putAll(CopilotHeaders.of(sent, context.messageId()));
    }
    return headers;
  }

  private ErrorToFault errors() {
    return new ErrorToFault(provider.name(), model, row, 0, 0, context.redact(), context.now());
  }

  private static JsonObject object(byte[] body) {
    try {
      var object = Json.object(body);
      // a member of a chain, which is ours to read; OpenRouter's is an object
      return object.get("provider") instanceof JsonString ? Json.BUILD.createObjectBuilder(object).remove("provider").build() : object;
    } catch (Json.Malformed read) {
      throw new IllegalStateException(read); // its model was read from it
    }
  }
}
