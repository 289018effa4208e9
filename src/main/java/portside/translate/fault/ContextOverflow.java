package portside.translate.fault;

import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import portside.wire.Fault;
import portside.wire.FaultKind;
import portside.wire.common.ProviderError;

/// Recognises that a prompt did not fit, in the words of every provider, and says it in the words Claude Code compacts on. Those words come
/// first in the message and nothing stands before them.
///
/// How much the client cuts follows the two numbers: with true ones it compacts once, with `N > N-1` several times. So the window of the row
/// stands for a limit the provider does not name.
public final class ContextOverflow {
  /// What is known here of a request that did not fit.
  ///
  /// @param input our own count of its tokens
  /// @param output the limit of the answer that was sent, 0 for none
  /// @param window tokens the model can hold, 0 when unknown
  record Sent(long input, long output, long window) {}

  private static final Pattern OVERFLOW =
      Pattern.compile(
          "(?i)" + String.join("|",
              "(?:prompt|input|context|conversation|messages) (?:(?:is|are) )?too (?:long|large for)", // Anthropic, Bedrock, Ollama, oMLX
              "too many total text bytes|malformed input request: expected maxlength", // Bedrock
              "input is too long", // Bedrock
              "(?:prompt|input|context|request|sequence) (?:token )?(?:length|count) ?\\(?(?:of )?[\\d,]{0,16}(?: tokens)?\\)?,?"
                  + " (?:exceed|is too|too long|is longer|is larger)", // SGLang, TensorRT-LLM, DeepInfra
              "input token length too long", // Kimi
              "exceed(?:s|ed|ing)? (?:the |its |your |this )?(?:model(?:'s)? )?(?:max(?:imum)? )?(?:allowed |available |supported )?"
                  + "(?:(?:input|prompt|context)[ _](?:tokens?|length|window|limit)|context size)", // OpenAI, Azure, llama.cpp, Cloudflare, Anthropic
              "context[_ ]?(?:length|window|size|limit)[_ ]?(?:(?:is|was) )?exceeded|tokens_limit_reached", // OpenAI, LiteLLM, GitHub Models
              "maximum context length|context length is only", // OpenAI, vLLM, DeepSeek, OpenRouter, SGLang, Mistral
              "input token count.{0,80}(?:exceeds the maximum|only supports)", // Gemini, Vertex
              "number of (?:(?:input|prompt) tokens|tokens in (?:the |your )?(?:prompt|input)).{0,40}exceed|input tokens exceed", // watsonx, Nova, OpenAI
              "(?<!output |completion )token count (?:of )?\\(?[\\d,]{1,16}\\)? (?:exceeds|is (?:larger|greater|more) than)",
              "(?:prompt|input) (?:has|contains|is) [\\d,]{1,16} tokens.{0,40}(?:more than|longer than|larger than|exceed|but|limit|max)",
              "maximum prompt length is", // xAI
              "reduce the length of the (?:messages|prompt|input)", // Groq, vLLM
              "exceed_context_size_error", // llama.cpp
              "(?:greater|longer) than the (?:model's )?(?:context|maximum model) (?:length|size|window)|too long to fit into the model", // LM Studio, SGLang, vLLM
              "prompt token count of \\d+ exceeds the limit of|model_max_prompt_tokens_exceeded", // Copilot
              "context window exceeds limit", // MiniMax
              "exceeded model token limit|total message size \\d+ exceeds", // Kimi
              "prompt exceeds max length|(?:prompt|输入(?:内容|文本|长度)?) ?(?:超长|过长|超过|超出)", // z.ai
              "上下文(?:长度|窗口)?(?:过长|超过|超出|超长|已满)",
              "range of input length should be", // Qwen
              "exceed max message tokens", // Volcengine
              "prompt_tokens \\(\\d+\\) must be less than", // SiliconFlow
              "inputs`? tokens \\+ `?max_new_tokens`? must be|`?inputs`? must have less than", // text-generation-inference
              "too many input tokens", // Titan
              "length of all messages is too long", // Perplexity
              "invalid '(?:messages|input)(?:\\[\\d+])?(?:\\.(?:content|output))?(?:\\[\\d+]\\.text)?': (?:array|string) too long", // OpenAI
              "model_context_window_exceeded|outofcontexterror"));

  /// Words that some say of a prompt and others of what goes through in a minute; a gateway that is busy (status 500 and above) means the latter.
  private static final Pattern VAGUE = Pattern.compile("(?i)too many tokens|token limit exceeded");

  private static final String NUMBER = "(\\d{1,3}(?:,\\d{3})+|\\d{1,12})";

  private static final Pattern LIMIT =
      Pattern.compile(
          "(?i)(?:tokens > |(?:max(?:imum)?(?: allowed)? (?:input|prompt|context)|context) (?:length|window|size)(?: limit)?(?: of the model)?"
              + "(?:,? is(?: only)?| of|:)? ?\\(?|context limit: \\d{1,12} \\+ \\d{1,12} > |tokens allowed \\(?|model token limit: ?"
              + "|exceeds the limit of |for model with |input length should be \\[\\d{1,12}, ?|max_seq_len \\(|must be <= |must have less than "
              + "|while limit is |max size: |only supports up to |maximum model length of |max input tokens: |(?:maximum|allowed) length \\(?"
              + "|(?:can|must|may)not exceed (?:the )?(?:total tokens limit )?)" + NUMBER);

  /// What was sent and what is taken, side by side; not with the answer added to it.
  private static final Pattern PAIR = Pattern.compile("(?i)(?<![\\d,])(?<!\\+ )" + NUMBER + " (?:tokens )?> " + NUMBER);

  /// Words for any limit, where none stands that is surely the prompt's. They count beside a larger number; alone that may be a code.
  private static final Pattern ANY_LIMIT =
      Pattern.compile("(?i)(?:limit|max(?:imum)?|at most|window|最大|限制)(?: (?:is|of))?[:：]? ?\\(?" + NUMBER);

  /// Where no other words say how long the prompt is, a number of tokens above the limit does.
  private static final Pattern ANY_NUMBER =
      Pattern.compile("(?i)(?<![\\w./,-])" + NUMBER + "(?![\\w-]|[.,]\\d| (?:input )?(?:characters|chars|bytes))");

  /// A number that is many times the limit is that of something else.
  private static final long FAR_ABOVE = 20;

  private static final List<Pattern> INPUT =
      List.of(
          Pattern.compile("(?i)prompt (?:is )?too long: " + NUMBER),
          Pattern.compile("(?i)context limit: " + NUMBER + " \\+"),
          Pattern.compile("(?i)resulted in " + NUMBER),
          Pattern.compile("(?i)" + NUMBER + " (?:tokens )?(?:in|from) (?:the |your )?(?:input )?(?:messages|prompt)"),
          Pattern.compile("(?i)(?:has|at least|passed) " + NUMBER + " input tokens"),
          Pattern.compile("(?i)token count:? (?:of |is )?\\(?" + NUMBER),
          Pattern.compile("(?i)number of (?:input|prompt) tokens \\(?" + NUMBER),
          Pattern.compile("(?i)(?:request|prompt) contains " + NUMBER),
          Pattern.compile("(?i)(?<!maximum |allowed )(?:input|prompt) length:? ?\\(?(?:of )?" + NUMBER),
          Pattern.compile("(?i)prompt \\((?:total )?length " + NUMBER),
          Pattern.compile("(?i)(?:input|request) \\(" + NUMBER + " tokens\\)"),
          Pattern.compile("(?i)prompt_tokens \\(" + NUMBER),
          Pattern.compile("(?i)(?:received|given:|current length is) " + NUMBER),
          Pattern.compile("(?i)\\(requested: ?" + NUMBER + "\\)"));

  private static final Pattern OUTPUT =
      Pattern.compile(
          "(?i)" + NUMBER + " (?:tokens )?(?:in|for) (?:the |your )?(?:completion|output)|requested " + NUMBER + " output tokens|tokens\\W{0,2} (?:is )?too large: " + NUMBER
              + "|context limit: \\d{1,12} \\+ " + NUMBER + "|tokens and " + NUMBER + " `?max_new_tokens");

  /// Input and output together.
  private static final Pattern TOTAL =
      Pattern.compile("(?i)(?:requested (?:about |a total of )?" + NUMBER + " tokens|maximum output tokens \\(" + NUMBER + "\\))");

  /// How much was sent and how much is taken, not in tokens but in bytes, characters or elements.
  private static final List<Pattern> SIZES =
      List.of(
          Pattern.compile("(?i)total message size " + NUMBER + " exceeds limit " + NUMBER),
          Pattern.compile("(?i)total text bytes: " + NUMBER + " > " + NUMBER),
          Pattern.compile("(?i)expected maxlength: (?<limit>\\d{1,12}), actual: (?<size>\\d{1,12})"),
          Pattern.compile("(?i)with maximum length (?<limit>\\d{1,12}), but got an? (?:array|string) with length (?<size>\\d{1,12})"));

  /// The provider stopped counting there.
  private static final Pattern AT_LEAST = Pattern.compile("(?i)at least \\d{1,12} input tokens");

  /// Words by which the output counts as well.
  private static final Pattern WHOLE_WINDOW = Pattern.compile("(?i)maximum context length|messages or completion|max_(?:completion_|new_)?tokens");

  /// The client needs that many tokens of room before it asks for a shorter answer instead of a shorter conversation.
  private static final long ROOM = 2000;

  private ContextOverflow() {}

  /// The fault, when this error says that the prompt did not fit.
  ///
  /// @param known whether the provider's own code says so
  /// @param status 429 is never an overflow
  static Optional<Fault> in(boolean known, int status, ProviderError error, Sent sent) {
    var words = error.message() + "\n" + error.code() + "\n" + error.type();
    boolean told = known || says(words, status >= 500);
    if (status == 429 || !told || ThrottleWords.in(words)) {
      return Optional.empty();
    }
    var said = error.message();
    var output = first(OUTPUT, said);
    var sizes = limitBySize(said, sent);
    var pair = PAIR.matcher(said);
    boolean paired = sizes.isEmpty() && pair.find() && number(pair.group(1)) > number(pair.group(2));
    var limit = (paired ? Optional.of(number(pair.group(2))) : sizes).or(() -> first(LIMIT, said)).or(() -> count(error.details(), "n_ctx"))
        .or(() -> first(ANY_LIMIT, said).filter(most -> above(most, said).isPresent()));
    var input = (paired ? Optional.of(number(pair.group(1))) : INPUT.stream().flatMap(pattern -> first(pattern, said).stream()).findFirst())
        .filter(_ -> sizes.isEmpty())
        .or(() -> first(TOTAL, said).map(total -> Math.max(1, total - output.orElse(0L))))
        .or(() -> count(error.details(), "n_prompt_tokens"))
        .or(() -> limit.filter(_ -> sizes.isEmpty()).flatMap(most -> above(most, said)))
        .map(count -> AT_LEAST.matcher(said).find() ? Math.max(count, sent.input()) : count);
    boolean outputCounts = output.isPresent() || WHOLE_WINDOW.matcher(said).find();
    return Optional.of(fault(input.orElse(sent.input()), limit.or(() -> window(sent, input)), outputCounts ? output.orElse(sent.output()) : 0));
  }

  /// Whether these words speak of a prompt that does not fit.
  ///
  /// @param busy whether they may as well come from a gateway that is busy
  static boolean says(CharSequence words, boolean busy) {
    return OVERFLOW.matcher(words).find() || !busy && VAGUE.matcher(words).find();
  }

  /// The fault without numbers of the provider.
  static Fault of(Sent sent) {
    return fault(sent.input(), window(sent, Optional.empty()), 0);
  }

  /// The fault for a prompt that a window cannot hold.
  public static Fault of(long input, long window) {
    return fault(input, Optional.of(window), 0);
  }

  /// The window of the row, where it can be what the prompt did not fit into. Where the prompt is far smaller the model has been given less.
  private static Optional<Long> window(Sent sent, Optional<Long> counted) {
    return sent.window() > 0 && counted.orElse(sent.input()) >= sent.window() / 4 * 3 ? Optional.of(sent.window()) : Optional.empty();
  }

  /// Tokens that are in proportion to our own count as the taken size is to the one that was sent.
  private static Optional<Long> limitBySize(String said, Sent sent) {
    for (var pattern : SIZES) {
      var match = pattern.matcher(said);
      if (match.find()) {
        boolean named = match.namedGroups().containsKey("size");
        double size = number(named ? match.group("size") : match.group(1));
        double limit = number(named ? match.group("limit") : match.group(2));
        return size > limit ? Optional.of(Math.max(1, Math.round(sent.input() * limit / size))) : Optional.empty();
      }
    }
    return Optional.empty();
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

  private static Optional<Long> above(long limit, String said) {
    return ANY_NUMBER.matcher(said).results().map(match -> number(match.group(1))).filter(number -> number > limit && number / FAR_ABOVE < limit)
        .findFirst();
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
    return Optional.of(number(match.group(group)));
  }

  private static long number(String digits) {
    return Long.parseLong(digits.replace(",", ""));
  }

  private static Optional<Long> count(JsonObject object, String name) {
    return object.get(name) instanceof JsonNumber number && number.isIntegral() ? Optional.of(number.longValue()) : Optional.empty();
  }
}
