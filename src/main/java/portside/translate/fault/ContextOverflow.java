package portside.translate.fault;

import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import portside.wire.Fault;
import portside.wire.FaultKind;
import portside.wire.openai.ProviderError;

/// Recognises that a prompt did not fit, in the words of every provider, and says it in the words Claude Code compacts on. Those words come
/// first in the message and nothing stands before them.
public final class ContextOverflow {
  /// Words that speak of tokens per minute and not of the context.
  private static final Pattern RATE = Pattern.compile("(?i)rate[\\s_-]?limit|per[\\s_-]?minute|\\btpm\\b|\\brpm\\b|quota");

  private static final Pattern OVERFLOW =
      Pattern.compile(
          "(?i)" + String.join("|",
              "prompt is too long", // Anthropic
              "prompt too long", // Ollama
              "input is too long for requested model", // Bedrock
              "exceeds? the (?:model's )?(?:maximum )?context (?:window|length)|context[_ ]length[_ ]exceeded", // OpenAI, Azure
              "maximum context length", // OpenAI, vLLM, DeepSeek, OpenRouter, SGLang, Mistral
              "input token count.*exceeds the maximum", // Gemini
              "maximum prompt length is", // xAI
              "reduce the length of the messages", // Groq
              "exceeds the available context size|exceed_context_size_error", // llama.cpp
              "(?:greater|longer) than the (?:model's )?context length", // LM Studio, SGLang
              "prompt token count of \\d+ exceeds the limit of|model_max_prompt_tokens_exceeded", // Copilot
              "context window exceeds limit", // MiniMax
              "exceeded model token limit", // Kimi
              "prompt exceeds max length", // z.ai
              "range of input length should be", // Qwen
              "length of all messages is too long", // Perplexity
              "model_context_window_exceeded|exceeds the context window",
              "too many tokens|token limit exceeded"));

  private static final Pattern LIMIT =
      Pattern.compile(
          "(?i)(?:tokens > |maximum context length (?:is|of) |tokens allowed \\(?|maximum prompt length is |model token limit: ?|context length \\("
              + "|context size \\(|exceeds the limit of |for model with |input length should be \\[\\d+, ?)(\\d{1,12})");

  private static final List<Pattern> INPUT =
      List.of(
          Pattern.compile("(?i)prompt is too long: (\\d{1,12})"),
          Pattern.compile("(?i)resulted in (\\d{1,12})"),
          Pattern.compile("(?i)(\\d{1,12}) (?:tokens )?(?:in|from) (?:the |your )?(?:input )?(?:messages|prompt)"),
          Pattern.compile("(?i)(?:has|at least) (\\d{1,12}) input tokens"),
          Pattern.compile("(?i)token count (?:of )?\\(?(\\d{1,12})\\)? exceeds"),
          Pattern.compile("(?i)(?:request|prompt) contains (\\d{1,12})"),
          Pattern.compile("(?i)(?:input|request) \\((\\d{1,12}) tokens\\)"),
          Pattern.compile("(?i)\\(requested: ?(\\d{1,12})\\)"));

  private static final Pattern OUTPUT =
      Pattern.compile(
          "(?i)(\\d{1,12}) (?:tokens )?(?:in|for) (?:the |your )?(?:completion|output)|requested (\\d{1,12}) output tokens|too large: (\\d{1,12})");

  /// Input and output together.
  private static final Pattern TOTAL = Pattern.compile("(?i)requested (?:about |a total of )?(\\d{1,12}) tokens");

  /// The provider stopped counting there.
  private static final Pattern AT_LEAST = Pattern.compile("(?i)at least \\d+ input tokens");

  /// Words by which the output counts as well.
  private static final Pattern WHOLE_WINDOW = Pattern.compile("(?i)maximum context length|messages or completion");

  /// The client needs that many tokens of room before it asks for a shorter answer instead of a shorter conversation.
  private static final long ROOM = 2000;

  private ContextOverflow() {}

  /// The fault, when this error says that the prompt did not fit.
  ///
  /// @param known whether the provider's own code says so
  /// @param status 429 is never an overflow
  /// @param estimate our own count of the input
  /// @param asked the limit of the answer that was sent, 0 for none
  static Optional<Fault> in(boolean known, int status, ProviderError error, long estimate, long asked) {
    var words = error.message() + "\n" + error.code() + "\n" + error.type();
    boolean told = known || OVERFLOW.matcher(words).find();
    if (status == 429 || !told || RATE.matcher(words).find()) {
      return Optional.empty();
    }
    var said = error.message();
    var output = first(OUTPUT, said);
    var limit = first(LIMIT, said).or(() -> count(error.details(), "n_ctx"));
    var input = INPUT.stream().flatMap(pattern -> first(pattern, said).stream()).findFirst()
        .or(() -> first(TOTAL, said).map(total -> Math.max(1, total - output.orElse(0L))))
        .or(() -> count(error.details(), "n_prompt_tokens"))
        .map(count -> AT_LEAST.matcher(said).find() ? Math.max(count, estimate) : count);
    boolean outputCounts = output.isPresent() || WHOLE_WINDOW.matcher(said).find();
    return Optional.of(fault(input.orElse(estimate), limit, outputCounts ? output.orElse(asked) : 0));
  }

  /// The fault without numbers of the provider.
  ///
  /// @param input the best count of the input
  static Fault of(long input) {
    return fault(input, Optional.empty(), 0);
  }

  /// The fault for a prompt that a window cannot hold.
  public static Fault of(long input, long window) {
    return fault(input, Optional.of(window), 0);
  }

  /// @param output 0 where the length of the answer does not matter
  private static Fault fault(long input, Optional<Long> limit, long output) {
    if (limit.isPresent() && input + output > limit.get() && input + ROOM < limit.get()) { // the client asks again with less
      return Fault.of(
          FaultKind.CONTEXT_OVERFLOW, "input length and `max_tokens` exceed context limit: " + input + " + " + output + " > " + limit.get());
    }
    long n = Math.max(1, input);
    long m = limit.orElse(n - 1);
    return Fault.of(FaultKind.CONTEXT_OVERFLOW, "prompt is too long: " + Math.max(n, m + 1) + " tokens > " + m + " maximum");
  }

  private static Optional<Long> first(Pattern pattern, String text) {
    var match = pattern.matcher(text);
    if (!match.find()) {
      return Optional.empty();
    }
    var group = 1;
    while (match.group(group) == null) {
      group++;
    }
    return Optional.of(Long.parseLong(match.group(group)));
  }

  private static Optional<Long> count(JsonObject object, String name) {
    return object.get(name) instanceof JsonNumber number && number.isIntegral() ? Optional.of(number.longValue()) : Optional.empty();
  }
}
