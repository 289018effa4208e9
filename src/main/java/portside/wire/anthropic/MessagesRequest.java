package portside.wire.anthropic;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import portside.wire.CacheLife;
import portside.wire.Fault;

/// A request of a client, read and checked: what all that follows works with, whichever language it came in. It has the form of a request to
/// `POST /v1/messages`. Fields we do not know are gone; block types we do not know are kept as [ContentBlock.Unknown].
///
/// @param model as the client wrote it
/// @param maxTokens 0 fills the prompt cache and writes nothing; empty for `count_tokens` and for clients of OpenAI's languages that set no limit
/// @param system text blocks of the system prompt in order, without empty ones; the attribution line of Claude Code is already gone
/// @param systemMarks where the system prompt has a `cache_control`, in order
/// @param messages in order; may hold role `system` in the middle
/// @param tools in order, server tools included
/// @param toolChoice null when absent
/// @param disableParallelToolUse from `tool_choice`
/// @param thinking null when absent
/// @param effort the level that holds for the answer, of `output_config.effort` or of a message that changed it; or null
/// @param outputSchema the schema of `output_config.format` or `output_format`, or null
/// @param stopSequences in order
/// @param temperature empty when absent
/// @param topP empty when absent
/// @param topK empty when absent
/// @param stream whether events were asked for
/// @param cacheMark how long the whole prompt shall be cached, as a `cache_control` of the request itself asks; or null
/// @param session the name of the client's session in `metadata.user_id`, or null; who the user is stays behind
/// @param original what the client sent; null for a request that the proxy made of another
public record MessagesRequest(
    String model,
    OptionalLong maxTokens,
    List<String> system,
    List<SystemMark> systemMarks,
    List<InputMessage> messages,
    List<Tool> tools,
    @Nullable ToolChoice toolChoice,
    boolean disableParallelToolUse,
    @Nullable ThinkingConfig thinking,
    @Nullable String effort,
    @Nullable JsonObject outputSchema,
    List<String> stopSequences,
    OptionalDouble temperature,
    OptionalDouble topP,
    OptionalLong topK,
    boolean stream,
    @Nullable CacheLife cacheMark,
    @Nullable String session,
    @Nullable Original original) {

  /// The same request with other messages.
  public MessagesRequest withMessages(List<InputMessage> others) {
    return new MessagesRequest(model, maxTokens, system, systemMarks, others, tools, toolChoice, disableParallelToolUse, thinking, effort,
        outputSchema, stopSequences, temperature, topP, topK, stream, cacheMark, session, null);
  }

  /// The same request with other tools on offer.
  public MessagesRequest withTools(List<Tool> others, @Nullable ToolChoice choice) {
    return new MessagesRequest(model, maxTokens, system, systemMarks, messages, others, choice, disableParallelToolUse, thinking, effort,
        outputSchema, stopSequences, temperature, topP, topK, stream, cacheMark, session, null);
  }

  /// What a client sent, in its own language. Where the provider speaks that language too, these bytes can pass.
  public sealed interface Original {
    /// The body as it came.
    byte[] body();

    /// Which member of a chain its `provider` names, as no API of a provider's does with a string; null when it names none.
    @Nullable String provider();

    /// A request to `POST /v1/messages` or `/v1/messages/count_tokens`.
    ///
    /// @param head what stood around the body
    record Messages(byte[] body, @Nullable String provider, RequestHead head) implements Original {}

    /// A request to `POST /v1/chat/completions`.
    ///
    /// @param usage whether a stream shall end with the usage
    /// @param obstacle what of the body cannot be said in a [MessagesRequest], which then lacks it or has no messages at all; null when nothing is lost
    record ChatCompletions(byte[] body, boolean usage, @Nullable Fault obstacle, @Nullable String provider) implements Original {}

    /// A request to `POST /v1/responses`; only its model and whether it streams have been read.
    record Responses(byte[] body, @Nullable String provider) implements Original {}
  }

  /// @param texts how many texts of the system prompt stand before it
  public record SystemMark(int texts, CacheLife life) {
    /// Adds a mark behind the marks that are there; of two in one place the longer holds, and one before any text marks nothing.
    public static void add(List<SystemMark> marks, int texts, CacheLife life) {
      if (texts == 0) {
        return;
      }
      var again = !marks.isEmpty() && marks.getLast().texts() == texts;
      var before = again ? marks.removeLast().life() : life;
      marks.add(new SystemMark(texts, before.compareTo(life) > 0 ? before : life));
    }
  }

  /// Who speaks.
  public enum Role {
    USER,
    ASSISTANT,
    SYSTEM
  }

  /// @param role who speaks
  /// @param content blocks in order; a plain string is one text block
  public record InputMessage(Role role, List<ContentBlock> content) {}

  /// A tool the client offers.
  public sealed interface Tool {
    /// The name the model calls it by.
    String name();

    /// How long the prompt up to this definition shall be cached; null when it is not marked.
    @Nullable CacheLife cacheMark();

    /// @param description empty when absent
    /// @param inputSchema JSON Schema of the arguments
    /// @param examples `input_examples`, arguments that would be good ones
    /// @param deferred `defer_loading`: offered only after a `tool_reference` named it
    /// @param strict whether arguments must follow the schema without fail
    record Client(
        String name, String description, JsonObject inputSchema, List<JsonValue> examples, boolean deferred, boolean strict, @Nullable CacheLife cacheMark)
        implements Tool {}

    /// A tool with a versioned type, such as `web_search_20250305` or `bash_20250124`.
    ///
    /// @param type as written
    /// @param settings the whole definition
    record Typed(String type, String name, JsonObject settings) implements Tool {
      @Override
      public @Nullable CacheLife cacheMark() {
        return ContentBlock.CacheMark.life(settings);
      }
    }
  }

  /// `tool_choice`.
  public sealed interface ToolChoice {
    /// The model decides.
    record Auto() implements ToolChoice {}

    /// Some tool must be called.
    record Any() implements ToolChoice {}

    /// No tool may be called.
    record None() implements ToolChoice {}

    /// @param name the tool that must be called
    record Named(String name) implements ToolChoice {}
  }

  /// `thinking`.
  public sealed interface ThinkingConfig {
    /// The model decides how much.
    record Adaptive() implements ThinkingConfig {}

    /// @param budgetTokens how much it may think
    record Enabled(long budgetTokens) implements ThinkingConfig {}

    /// As little as the model allows.
    record Disabled() implements ThinkingConfig {}
  }
}
