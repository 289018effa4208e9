package portside.provider.dialect;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import portside.provider.dialect.Dialect.CallIdForm;
import portside.provider.dialect.Dialect.CallSignatures;
import portside.provider.dialect.Dialect.ContentWithCalls;
import portside.provider.dialect.Dialect.Envelope;
import portside.provider.dialect.Dialect.ErrorCode;
import portside.provider.dialect.Dialect.ExtraMember;
import portside.provider.dialect.Dialect.ForcedToolChoice;
import portside.provider.dialect.Dialect.KeyHeader;
import portside.provider.dialect.Dialect.Manner;
import portside.provider.dialect.Dialect.MaxTokensField;
import portside.provider.dialect.Dialect.MessagesPath;
import portside.provider.dialect.Dialect.MissingReasoning;
import portside.provider.dialect.Dialect.NamedToolChoice;
import portside.provider.dialect.Dialect.Off;
import portside.provider.dialect.Dialect.ParallelToolCalls;
import portside.provider.dialect.Dialect.Pdf;
import portside.provider.dialect.Dialect.PromptCache;
import portside.provider.dialect.Dialect.Reasoning;
import portside.provider.dialect.Dialect.Replay;
import portside.provider.dialect.Dialect.ReplayAs;
import portside.provider.dialect.Dialect.RequestHeaders;
import portside.provider.dialect.Dialect.Sampling;
import portside.provider.dialect.Dialect.Schemas;
import portside.provider.dialect.Dialect.Search;
import portside.provider.dialect.Dialect.Strict;
import portside.provider.dialect.Dialect.StructuredOutput;
import portside.provider.dialect.Dialect.SystemRole;
import portside.provider.dialect.Dialect.TokenCount;
import portside.provider.dialect.Dialect.Wire;

/// One difference between providers. This list is all there is to say of a column: rows, `DIALECT_<COLUMN>` settings, lessons, `--check` and
/// README's table go by it. A new column is declared here, read where it matters with [Dialect#get(Column)], and set in the rows that need it.
///
/// The last argument says what a cell of the column means; its first word continues "the column says".
///
/// @param <T> what a cell holds; immutable, and compared with `equals`
public final class Column<T> {
  /// What the name of a column follows in an env file.
  public static final String PREFIX = "DIALECT_";

  private static final List<Column<?>> DECLARED = new ArrayList<>();

  // Request
  public static final Column<Wire> WIRE =
      word(Group.REQUEST, "WIRE", Wire.CHAT, "the language it is spoken in");
  public static final Column<MaxTokensField> MAX_TOKENS_FIELD =
      word(Group.REQUEST, "MAX_TOKENS_FIELD", MaxTokensField.MAX_TOKENS, "which name carries the limit of the answer; never both");
  public static final Column<Long> MAX_OUTPUT =
      tokens(Group.REQUEST, "MAX_OUTPUT", 0, "the largest limit the model takes; 0 when unknown");
  public static final Column<Long> MIN_OUTPUT =
      tokens(Group.REQUEST, "MIN_OUTPUT", 0, "the smallest limit worth sending, where reasoning shares it; 0 for none");
  public static final Column<Sampling> SAMPLING =
      word(Group.REQUEST, "SAMPLING", Sampling.PASS, "what becomes of `temperature` and `top_p`");
  public static final Column<Double> SAMPLING_FLOOR =
      column(Group.REQUEST, "SAMPLING_FLOOR", 0.0, new CellFormat.Fraction(),
          "the smallest `temperature` and `top_p` it takes; smaller ones are raised to it");
  public static final Column<Boolean> TOP_K =
      flag(Group.REQUEST, "TOP_K", false, "whether `top_k` may be sent");
  public static final Column<Integer> MAX_STOPS =
      count(Group.REQUEST, "MAX_STOPS", 4, "how many stop sequences may be sent; 0 for none. The answer ends at each of them all the same");
  public static final Column<Integer> MAX_STOP_BYTES =
      count(Group.REQUEST, "MAX_STOP_BYTES", 0, "the longest stop sequence in UTF-8 bytes; longer ones are left out; 0 for any length");
  public static final Column<ForcedToolChoice> FORCED_TOOL_CHOICE =
      word(Group.REQUEST, "FORCED_TOOL_CHOICE", ForcedToolChoice.YES, "whether a choice other than auto and none may be sent");
  public static final Column<NamedToolChoice> NAMED_TOOL_CHOICE =
      word(Group.REQUEST, "NAMED_TOOL_CHOICE", NamedToolChoice.OBJECT, "how one tool is forced by its name (where `FORCED_TOOL_CHOICE` allows that)");
  public static final Column<String> REQUIRED_WORD =
      column(Group.REQUEST, "REQUIRED_WORD", "required", new CellFormat.RequiredWord(), "the `tool_choice` that forces any tool");
  public static final Column<Boolean> NONE_TOOL_CHOICE =
      flag(Group.REQUEST, "NONE_TOOL_CHOICE", true, "whether `none` may be sent; else the tools are left out");
  public static final Column<ParallelToolCalls> PARALLEL_TOOL_CALLS =
      word(Group.REQUEST, "PARALLEL_TOOL_CALLS", ParallelToolCalls.OFF, "when `parallel_tool_calls` is sent");
  public static final Column<Integer> MAX_TOOLS =
      count(Group.REQUEST, "MAX_TOOLS", 0, "how many tools may be offered; 0 for any number");
  public static final Column<Integer> MAX_DESCRIPTION =
      count(Group.REQUEST, "MAX_DESCRIPTION", 0,
          "the longest description of a tool and of what stands in its schema, in characters; 0 for any length");
  public static final Column<Boolean> CALLS_WITHOUT_TOOLS =
      flag(Group.REQUEST, "CALLS_WITHOUT_TOOLS", true,
          "whether tool calls may stand in the conversation when no tools are offered; else they are told in words");
  public static final Column<CallIdForm> CALL_IDS =
      word(Group.REQUEST, "CALL_IDS", CallIdForm.LEGAL_40, "what an id of a tool call may look like");
  public static final Column<Boolean> TOOL_RESULT_NAME =
      flag(Group.REQUEST, "TOOL_RESULT_NAME", false, "whether a tool message carries the `name` of its tool");
  public static final Column<Boolean> REPLY_AFTER_TOOLS =
      flag(Group.REQUEST, "REPLY_AFTER_TOOLS", false, "whether an assistant message must stand between tool messages and a user message");
  public static final Column<Schemas> SCHEMAS =
      word(Group.REQUEST, "SCHEMAS", Schemas.NONE, "what becomes of the JSON Schemas of tools and of `response_format`");
  public static final Column<List<String>> WITHOUT_KEYWORDS =
      column(Group.REQUEST, "WITHOUT_KEYWORDS", List.of(), new CellFormat.Names(), "keywords taken out of every schema, beyond what `SCHEMAS` does");
  public static final Column<Strict> STRICT =
      word(Group.REQUEST, "STRICT", Strict.OMIT, "what is said of `strict` with a tool");
  public static final Column<StructuredOutput> STRUCTURED_OUTPUT =
      word(Group.REQUEST, "STRUCTURED_OUTPUT", StructuredOutput.JSON_SCHEMA, "the strongest form of `response_format` it takes");
  public static final Column<Boolean> FORMAT_WITH_TOOLS =
      flag(Group.REQUEST, "FORMAT_WITH_TOOLS", true, "whether `response_format` may be sent beside tools; else the schema is said in words");
  public static final Column<Boolean> STREAM_USAGE =
      flag(Group.REQUEST, "STREAM_USAGE", true, "whether `stream_options.include_usage` may be sent");
  public static final Column<Boolean> ALWAYS_STREAM =
      flag(Group.REQUEST, "ALWAYS_STREAM", false, "whether a stream is asked for although the client wants a whole answer");
  public static final Column<SystemRole> SYSTEM_ROLE =
      word(Group.REQUEST, "SYSTEM_ROLE", SystemRole.SYSTEM, "the role of the system prompt");
  public static final Column<Boolean> SYSTEM_IN_PLACE =
      flag(Group.REQUEST, "SYSTEM_IN_PLACE", false, "whether a system message may stand in the middle of the conversation");
  public static final Column<ContentWithCalls> CONTENT_WITH_CALLS =
      word(Group.REQUEST, "CONTENT_WITH_CALLS", ContentWithCalls.NULL, "the `content` of an assistant message that holds tool calls and no text");
  public static final Column<Boolean> IMAGES =
      flag(Group.REQUEST, "IMAGES", true, "whether pictures may be sent");
  public static final Column<Boolean> IMAGE_URLS =
      flag(Group.REQUEST, "IMAGE_URLS", true, "whether pictures may be sent as links");
  public static final Column<Pdf> PDF =
      word(Group.REQUEST, "PDF", Pdf.FILE, "how PDFs are sent");
  public static final Column<RequestHeaders> REQUEST_HEADERS =
      word(Group.REQUEST, "REQUEST_HEADERS", RequestHeaders.NONE, "which headers say what a request holds");
  public static final Column<List<ExtraMember>> EXTRA_BODY =
      column(Group.REQUEST, "EXTRA_BODY", List.of(), new CellFormat.ExtraMembers(), "members added to every request, in order (name to JSON text)");
  public static final Column<List<String>> WITHOUT =
      column(Group.REQUEST, "WITHOUT", List.of(), new CellFormat.Names(), "top-level members that are never sent, whatever other columns say");

  // Reasoning
  public static final Column<Reasoning> REASONING =
      word(Group.REASONING, "REASONING", Reasoning.NONE, "how thinking is asked for");
  public static final Column<List<String>> EFFORTS =
      column(Group.REASONING, "EFFORTS", List.of(), new CellFormat.Levels(),
          "the effort levels it takes, weakest first; another one goes to the next stronger it takes, else to its strongest");
  public static final Column<Boolean> EFFORT_WITH_TOOLS =
      flag(Group.REASONING, "EFFORT_WITH_TOOLS", true, "whether an effort other than `none` may be sent beside tools");
  public static final Column<Boolean> THINKING_BUDGET =
      flag(Group.REASONING, "THINKING_BUDGET", false, "whether a budget of thinking tokens may be sent where `REASONING` has a member for it");
  public static final Column<String> THINKING_ON =
      column(Group.REASONING, "THINKING_ON", "{\"type\":\"enabled\"}", new CellFormat.JsonText(),
          "the `thinking` member, as JSON text, that goes with `REASONING=thinking` unless the client disabled thinking");
  public static final Column<Off> OFF =
      word(Group.REASONING, "OFF", Off.NOTHING, "what is sent when the client disabled thinking");
  public static final Column<Replay> REPLAY =
      word(Group.REASONING, "REPLAY", Replay.NONE, "which assistant messages get their reasoning back");
  public static final Column<ReplayAs> REPLAY_AS =
      word(Group.REASONING, "REPLAY_AS", ReplayAs.FIELD, "in which shape reasoning goes back");
  public static final Column<String> REPLAY_FIELD =
      column(Group.REASONING, "REPLAY_FIELD", "reasoning_content",
          new CellFormat.Name("the name of a message's member, such as reasoning_content, or nothing for the one the reasoning came in"),
          "the field that carries it; empty for the one it arrived in");
  public static final Column<MissingReasoning> MISSING_REASONING =
      column(Group.REASONING, "MISSING_REASONING", new MissingReasoning.LeftOut(), new CellFormat.Placeholder(),
          "what stands in that field of a message with tool calls whose reasoning the history has lost, or another model wrote");
  public static final Column<CallSignatures> CALL_SIGNATURES =
      word(Group.REASONING, "CALL_SIGNATURES", CallSignatures.NONE, "whether a tool call must come back with the signature it was given");

  // Messages
  public static final Column<Manner> MANNER =
      word(Group.MESSAGES, "MANNER", Manner.BUILT, "whether the client's own request passes, or one is written of what is known of it");
  public static final Column<MessagesPath> MESSAGES_PATH =
      word(Group.MESSAGES, "MESSAGES_PATH", MessagesPath.V1_MESSAGES, "where a message is asked for, and where its model and version are said");
  public static final Column<List<String>> BETAS =
      column(Group.MESSAGES, "BETAS", List.of(), new CellFormat.Names(),
          "which of the client's `anthropic-beta` go up, by how they begin, with the members that need them; `all` for every one");
  public static final Column<List<String>> WITHOUT_BETAS =
      column(Group.MESSAGES, "WITHOUT_BETAS", List.of(), new CellFormat.Names(), "which of these are left out all the same");
  public static final Column<KeyHeader> KEY_HEADER =
      word(Group.MESSAGES, "KEY_HEADER", KeyHeader.BEARER, "the header that carries the key; that of `BIG_MODEL` counts for all models");

  public static final Column<Boolean> REQUEST_FITTED =
      flag(Group.MESSAGES, "REQUEST_FITTED", false,
          "whether thinking, effort and limit of a request that passes are made such as the model takes, by `THINKING_ON`, `THINKING_BUDGET`, `EFFORTS` and `MAX_OUTPUT`");
  public static final Column<TokenCount> TOKEN_COUNT =
      word(Group.MESSAGES, "TOKEN_COUNT", TokenCount.OWN, "who counts the tokens of a prompt before it is sent");

  // Gemini
  public static final Column<Long> LEAST_THINKING =
      tokens(Group.GEMINI, "LEAST_THINKING", 0, "the smallest budget of thinking; on the wire `gemini` it stands for thinking that the client disabled");
  public static final Column<Long> MOST_THINKING =
      tokens(Group.GEMINI, "MOST_THINKING", 0, "the largest budget of thinking; 0 where thinking is asked for by `thinkingLevel`, or none is known");
  public static final Column<Boolean> CALL_ID_MEMBER =
      flag(Group.GEMINI, "CALL_ID_MEMBER", true, "whether calls and results carry ids; those that the proxy made up are never sent");
  public static final Column<Boolean> MEDIA_IN_RESULTS =
      flag(Group.GEMINI, "MEDIA_IN_RESULTS", false, "whether pictures and files may stand inside a tool's result; else they follow it");
  public static final Column<Boolean> VALIDATED_CALLS =
      flag(Group.GEMINI, "VALIDATED_CALLS", false, "whether calls are held to the tools on offer and their schemas where the model is free to call");
  public static final Column<Envelope> ENVELOPE =
      word(Group.GEMINI, "ENVELOPE", Envelope.NONE, "what a request and its answer stand in");
  public static final Column<String> PROJECT =
      column(Group.GEMINI, "PROJECT", "", new CellFormat.Name("the id of a project, or nothing"),
          "the Google Cloud project that has the licence, where the envelope names it");

  // Caching
  public static final Column<PromptCache> PROMPT_CACHE =
      word(Group.CACHING, "PROMPT_CACHE", PromptCache.NONE, "how its prompt cache is helped");
  public static final Column<String> AFFINITY_HEADER =
      column(Group.CACHING, "AFFINITY_HEADER", "", new CellFormat.Name("the name of a header, or nothing"),
          "the request header that keeps one conversation on one server; empty for none");

  // Search
  public static final Column<Search> SEARCH =
      word(Group.SEARCH, "SEARCH", Search.NONE, "how it searches the web itself");

  // Answer
  public static final Column<Boolean> LEAKED_CALLS =
      flag(Group.ANSWER, "LEAKED_CALLS", false, "whether tool calls that arrive as text are recognised");
  public static final Column<Boolean> OPEN_THOUGHT =
      flag(Group.ANSWER, "OPEN_THOUGHT", false, "whether an answer may begin inside reasoning of which only the closing tag comes");
  public static final Column<Boolean> ARGUMENT_TYPES =
      flag(Group.ANSWER, "ARGUMENT_TYPES", false,
          "whether arguments of a tool call are held until they are complete and brought to the types of the tool's schema");

  // Error
  public static final Column<List<ErrorCode>> ERROR_CODES =
      column(Group.ERROR, "ERROR_CODES", List.of(), new CellFormat.ErrorCodes(),
          "what codes of its own mean, where they mean nothing or something else elsewhere");
  public static final Column<ZoneId> RESET_ZONE =
      column(Group.ERROR, "RESET_ZONE", ZoneId.of("UTC"), new CellFormat.Zone(), "the time zone of dates in its errors that name none");
  public static final Column<Boolean> EMPTY_ERROR_IS_OVERFLOW =
      flag(Group.ERROR, "EMPTY_ERROR_IS_OVERFLOW", false, "whether a 400 or 413 without a body says that the prompt did not fit");
  public static final Column<Boolean> CUTS_SILENTLY =
      flag(Group.ERROR, "CUTS_SILENTLY", false, "whether a prompt that does not fit is cut without a word");
  public static final Column<Long> CONTEXT_WINDOW =
      tokens(Group.ERROR, "CONTEXT_WINDOW", 0, "tokens the model can hold; 0 when unknown");

  /// Every column, in the order of this list.
  public static final List<Column<?>> ALL = List.copyOf(DECLARED);

  private final int ordinal = DECLARED.size();
  private final Group group;
  private final String name;
  private final T standard;
  private final CellFormat<T> format;
  private final String doc;

  private Column(Group group, String name, T standard, CellFormat<T> format, String doc) {
    this.group = group;
    this.name = name;
    this.standard = standard;
    this.format = format;
    this.doc = doc;
    DECLARED.add(this);
  }

  private static <T> Column<T> column(Group group, String name, T standard, CellFormat<T> format, String doc) {
    return new Column<>(group, name, standard, format, doc);
  }

  private static <E extends Enum<E>> Column<E> word(Group group, String name, E standard, String doc) {
    return column(group, name, standard, new CellFormat.Words<>(standard.getDeclaringClass()), doc);
  }

  private static Column<Boolean> flag(Group group, String name, boolean standard, String doc) {
    return column(group, name, standard, new CellFormat.Flag(), doc);
  }

  private static Column<Integer> count(Group group, String name, int standard, String doc) {
    return column(group, name, standard, new CellFormat.Count(), doc);
  }

  private static Column<Long> tokens(Group group, String name, long standard, String doc) {
    return column(group, name, standard, new CellFormat.Tokens(), doc);
  }

  /// The column of that name, such as `MAX_STOPS`.
  public static Optional<Column<?>> named(String name) {
    return ALL.stream().filter(column -> column.name.equals(name)).findFirst();
  }

  /// What each column says of the standard, in the order of [#ALL].
  static Object[] standards() {
    var cells = new Object[ALL.size()];
    for (var column : ALL) {
      cells[column.ordinal] = column.standard;
    }
    return cells;
  }

  /// Its place in [#ALL].
  int ordinal() {
    return ordinal;
  }

  public Group group() {
    return group;
  }

  /// The name of its constant, and what follows [#PREFIX] in an env file.
  public String name() {
    return name;
  }

  /// The setting that sets it: `DIALECT_MAX_STOPS`.
  public String setting() {
    return PREFIX + name;
  }

  /// The values it takes, for people.
  public String allowed() {
    return format.allowed();
  }

  /// What a cell means: the rest of a sentence that begins "the column says", without a full stop.
  public String doc() {
    return doc;
  }

  /// The row with this cell as an env file says it; empty when the column does not take that value.
  public Optional<Dialect> set(Dialect row, String value) {
    try {
      return Optional.of(row.with(this, format.read(value)));
    } catch (IllegalArgumentException | ArithmeticException e) {
      return Optional.empty();
    }
  }

  /// What the row says in this column, as an env file would say it.
  public String text(Dialect row) {
    return format.write(row.get(this));
  }

  @Override
  public String toString() {
    return name;
  }

  /// What a column is about.
  public enum Group {
    REQUEST,
    REASONING,
    MESSAGES,
    GEMINI,
    CACHING,
    SEARCH,
    ANSWER,
    ERROR
  }
}
