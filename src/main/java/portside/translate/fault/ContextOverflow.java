package portside.translate.fault;

import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import portside.wire.Fault;
import portside.wire.FaultKind;
import portside.wire.openai.ProviderError;

/// Recognises that a prompt did not fit, in the words of every provider, and says it in the words Claude Code compacts on. Those words come
/// first in the message and nothing stands before them.
final class ContextOverflow {
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

  /// Where the numbers stand: input `n`, limit `m`, completion `c`.
  private static final List<Pattern> NUMBERS =
      List.of(
          Pattern.compile("(?i)prompt is too long: (?<n>\\d+) tokens > (?<m>\\d+)"),
          Pattern.compile("(?is)maximum context length (?:is|of) (?<m>\\d+) tokens?.*?(?<n>\\d+) (?:tokens )?(?:in|from) (?:the |your )?(?:input )?"
              + "(?:messages|prompt)[^\\d]*(?:and )?(?<c>\\d+)"),
          Pattern.compile("(?is)maximum context length (?:is|of) (?<m>\\d+) tokens?.*?(?:requested|resulted in|about|of) (?:about )?(?<n>\\d+)"),
          Pattern.compile("(?i)input token count \\(?(?<n>\\d+)\\)? exceeds the maximum number of tokens allowed \\(?(?<m>\\d+)"),
          Pattern.compile("(?i)maximum prompt length is (?<m>\\d+)(?:.*?contains (?<n>\\d+))?"),
          Pattern.compile("(?i)exceeded model token limit: ?(?<m>\\d+) \\(requested: ?(?<n>\\d+)\\)"),
          Pattern.compile("(?i)input \\((?<n>\\d+) tokens\\) is longer than the model's context length \\((?<m>\\d+)"),
          Pattern.compile("(?i)request \\((?<n>\\d+) tokens\\) exceeds the available context size \\((?<m>\\d+)"),
          Pattern.compile("(?i)prompt token count of (?<n>\\d+) exceeds the limit of (?<m>\\d+)"),
          Pattern.compile("(?i)(?<n>\\d+) tokens.*too large for model with (?<m>\\d+) maximum context"),
          Pattern.compile("(?i)too large for model with (?<m>\\d+) maximum context"),
          Pattern.compile("(?i)range of input length should be \\[\\d+, ?(?<m>\\d+)\\]"),
          Pattern.compile("(?i)maximum context length (?:is|of) (?<m>\\d+)"));

  private ContextOverflow() {}

  /// The fault, when this error says that the prompt did not fit.
  ///
  /// @param status 429 is never an overflow
  /// @param estimate our own count of the input
  static Optional<Fault> in(int status, ProviderError error, long estimate) {
    var words = error.message() + "\n" + error.code() + "\n" + error.type();
    boolean known = error.code().equals("1261") || OVERFLOW.matcher(words).find();
    if (status == 429 || !known || RATE.matcher(words).find()) {
      return Optional.empty();
    }
    for (var numbers : NUMBERS) {
      var match = numbers.matcher(error.message());
      if (match.find()) {
        return Optional.of(fault(group(match, "n"), group(match, "m"), group(match, "c"), estimate));
      }
    }
    var details = error.details();
    return Optional.of(fault(count(details, "n_prompt_tokens"), count(details, "n_ctx"), OptionalLong.empty(), estimate));
  }

  /// The fault without numbers of the provider.
  ///
  /// @param input the best count of the input
  static Fault of(long input) {
    return fault(OptionalLong.of(input), OptionalLong.empty(), OptionalLong.empty(), input);
  }

  private static Fault fault(OptionalLong input, OptionalLong limit, OptionalLong completion, long estimate) {
    if (completion.isPresent() && input.isPresent() && limit.isPresent()) {
      long n = input.getAsLong();
      long m = limit.getAsLong();
      long c = completion.getAsLong();
      if (n + c > m && n + 2000 < m) { // only max_tokens is too large; the client asks again with less
        return Fault.of(FaultKind.CONTEXT_OVERFLOW, "input length and `max_tokens` exceed context limit: " + n + " + " + c + " > " + m);
      }
    }
    long n = Math.max(1, input.orElse(estimate));
    long m = limit.orElse(n - 1);
    return Fault.of(FaultKind.CONTEXT_OVERFLOW, "prompt is too long: " + Math.max(n, m + 1) + " tokens > " + m + " maximum");
  }

  private static OptionalLong group(Matcher match, String name) {
    if (!match.namedGroups().containsKey(name) || match.group(name) == null || match.group(name).length() > 12) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(Long.parseLong(match.group(name)));
  }

  private static OptionalLong count(JsonObject object, String name) {
    return object.get(name) instanceof JsonNumber number && number.isIntegral()
        ? OptionalLong.of(number.longValue())
        : OptionalLong.empty();
  }
}
