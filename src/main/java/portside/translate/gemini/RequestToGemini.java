package portside.translate.gemini;

import static portside.provider.dialect.Column.ALWAYS_STREAM;
import static portside.provider.dialect.Column.EXTRA_BODY;
import static portside.provider.dialect.Column.LEAST_THINKING;
import static portside.provider.dialect.Column.MAX_OUTPUT;
import static portside.provider.dialect.Column.MOST_THINKING;
import static portside.provider.dialect.Column.REASONING;
import static portside.provider.dialect.Column.SCHEMAS;
import static portside.provider.dialect.Column.VALIDATED_CALLS;
import static portside.provider.dialect.Column.WITHOUT;

import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import portside.provider.Provider;
import portside.provider.dialect.Dialect;
import portside.translate.WireTranslator.Written;
import portside.translate.reasoning.ModelIdentity;
import portside.translate.request.Conversation;
import portside.translate.request.GenerationSettings;
import portside.translate.request.OutputFormat;
import portside.translate.request.OutputTokenLimit;
import portside.translate.request.SystemPrompt;
import portside.translate.request.ThinkingLevel;
import portside.translate.request.ToolChoices;
import portside.translate.request.ToolsToFunctions;
import portside.translate.search.OfferedSearch;
import portside.translate.tools.ToolCallsAsText;
import portside.translate.tools.ToolNames;
import portside.wire.Refusal;
import portside.wire.anthropic.MessagesRequest;
import portside.wire.common.ContentPart;
import portside.wire.common.FunctionChoice;
import portside.wire.common.RequestMember;
import portside.wire.gemini.GenerateContentRequest;
import portside.wire.gemini.GenerateContentRequest.Calling;
import portside.wire.gemini.GenerateContentRequest.Generation;
import portside.wire.gemini.GenerateContentRequest.Schemas;
import portside.wire.gemini.GenerateContentRequest.Thinking;

/// An Anthropic Messages request → a request to generate content in a provider's dialect. Pure, and built from known fields only.
final class RequestToGemini {
  /// What is left for the answer beside a budget of thinking, which counts in the same limit.
  private static final long ROOM = 1_024;

  /// Leaves it to the model how much it thinks.
  private static final long DYNAMIC = -1;

  private final MessagesRequest request;
  private final Dialect dialect;
  private final ToolNames names;

  private RequestToGemini(MessagesRequest request, Dialect dialect) {
    this.request = ToolCallsAsText.of(request, dialect);
    this.dialect = dialect;
    this.names = new ToolNames(request);
  }

  /// @param model who is asked, whose own signatures go back to it
  /// @param limits bounds of the answer
  /// @throws Refusal when the request says nothing at all
  static Written translate(MessagesRequest request, Dialect dialect, ModelIdentity model, Provider.Limits limits) {
    return new RequestToGemini(request, dialect).translate(model, limits);
  }

  private Written translate(ModelIdentity model, Provider.Limits limits) {
    var choice = new ToolChoices(request, dialect, names);
    var functions = choice.offered(ToolsToFunctions.of(request, dialect, names));
    var format = new OutputFormat(request.outputSchema(), dialect, !functions.isEmpty());
    var conversation = Conversation.of(request);
    var system = SystemPrompt.of(request, conversation, format);
    var toContents = new MessagesToContents(dialect, names, model);
    var contents = toContents.of(conversation.messages());
    if (contents.isEmpty()) {
      throw Refusal.invalid("messages", "at least one message must have non-empty content");
    }
    var settings = GenerationSettings.of(request, dialect);
    var asked = OutputTokenLimit.of(request, dialect, limits,
        () -> Stream.concat(Stream.of(new ContentPart.Text(system.text())), toContents.read().stream()), functions);
    long budget = budget();
    var limit = asked.isEmpty() ? asked : OptionalLong.of(withRoom(asked.getAsLong(), budget, limits));
    var sent = new GenerateContentRequest(
        system.texts(),
        contents,
        functions,
        OfferedSearch.of(request, dialect).tools(),
        functions.isEmpty() ? null : calling(choice.among(functions)),
        dialect.get(SCHEMAS) == Dialect.Schemas.GEMINI ? Schemas.OPEN_API : Schemas.JSON,
        new Generation(limit, settings.temperature(), settings.topP(), settings.topK(), settings.stops(), thinking(budget, limit), format.format()),
        dialect.get(EXTRA_BODY).stream().map(extra -> RequestMember.of(extra.name(), extra.json())).toList(),
        Set.copyOf(dialect.get(WITHOUT)));
    return new Written(sent.bytes(), limit.orElse(0), request.stream() || dialect.get(ALWAYS_STREAM));
  }

  private @Nullable Calling calling(@Nullable FunctionChoice choice) {
    return switch (choice) {
      case null -> dialect.get(VALIDATED_CALLS) ? new Calling("VALIDATED", null) : null;
      case FunctionChoice.None() -> new Calling("NONE", null);
      case FunctionChoice.Required _ -> new Calling("ANY", null);
      case FunctionChoice.Named(var name) -> new Calling("ANY", name);
    };
  }

  /// The budget of a model that takes one; 0 for thinking by level or none at all.
  private long budget() {
    long most = dialect.get(MOST_THINKING);
    var level = ThinkingLevel.of(request, dialect);
    if (most == 0 || dialect.get(REASONING) == Dialect.Reasoning.NONE) {
      return 0;
    }
    if (level.off()) {
      return dialect.get(LEAST_THINKING);
    }
    long asked = level.budget() > 0 ? level.budget() : budget(level.effort());
    return asked == DYNAMIC ? DYNAMIC : Math.clamp(asked, dialect.get(LEAST_THINKING), most);
  }

  private static long budget(@Nullable String effort) {
    return switch (effort) {
      case null -> DYNAMIC;
      case "none" -> 0;
      case "minimal", "low" -> 2_048;
      case "medium" -> 8_192;
      case "high" -> 24_576;
      default -> 32_768;
    };
  }

  private long withRoom(long asked, long budget, Provider.Limits limits) {
    long limit = budget > 0 ? Math.max(asked, budget + ROOM) : asked;
    limit = limits.maxTokens() > 0 ? Math.min(limit, limits.maxTokens()) : limit;
    return dialect.get(MAX_OUTPUT) > 0 ? Math.min(limit, dialect.get(MAX_OUTPUT)) : limit;
  }

  private @Nullable Thinking thinking(long budget, OptionalLong limit) {
    if (dialect.get(REASONING) == Dialect.Reasoning.NONE) {
      return null;
    }
    var level = ThinkingLevel.of(request, dialect);
    if (dialect.get(MOST_THINKING) > 0) {
      long fits = Math.max(dialect.get(LEAST_THINKING), Math.min(budget, limit.orElse(Long.MAX_VALUE) - ROOM));
      return new Thinking(!level.off(), null, OptionalLong.of(budget > 0 ? fits : budget));
    }
    return switch (level.effort()) {
      case null -> new Thinking(!level.off(), null, OptionalLong.empty());
      case "none" -> new Thinking(false, null, OptionalLong.of(0)); // there is no such level
      case String effort -> new Thinking(!level.off(), effort.toUpperCase(Locale.ROOT), OptionalLong.empty());
    };
  }
}
