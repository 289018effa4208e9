package portside.provider.dialect.rows;

import static portside.provider.dialect.Column.ALWAYS_STREAM;
import static portside.provider.dialect.Column.CALL_SIGNATURES;
import static portside.provider.dialect.Column.CONTENT_WITH_CALLS;
import static portside.provider.dialect.Column.EXTRA_BODY;
import static portside.provider.dialect.Column.LEAKED_CALLS;
import static portside.provider.dialect.Column.MAX_TOKENS_FIELD;
import static portside.provider.dialect.Column.MISSING_REASONING;
import static portside.provider.dialect.Column.OPEN_THOUGHT;
import static portside.provider.dialect.Column.PDF;
import static portside.provider.dialect.Column.PROMPT_CACHE;
import static portside.provider.dialect.Column.REPLAY;
import static portside.provider.dialect.Column.REPLAY_AS;
import static portside.provider.dialect.Column.REPLAY_FIELD;
import static portside.provider.dialect.Column.SEARCH;
import static portside.provider.dialect.Column.STRICT;
import static portside.provider.dialect.Column.STRUCTURED_OUTPUT;
import static portside.provider.dialect.Column.SYSTEM_ROLE;
import static portside.provider.dialect.Column.THINKING_ON;
import static portside.provider.dialect.Column.WIRE;
import static portside.provider.dialect.Column.WITHOUT;
import static portside.provider.dialect.Dialect.STANDARD;

import java.util.List;
import java.util.function.UnaryOperator;
import portside.provider.dialect.Column;
import portside.provider.dialect.Dialect;
import portside.provider.dialect.Dialect.Pdf;
import portside.provider.dialect.Dialect.PromptCache;
import portside.provider.dialect.Dialect.Replay;
import portside.provider.dialect.Dialect.Search;
import portside.provider.dialect.Dialect.StructuredOutput;
import portside.provider.dialect.Dialect.Wire;
import portside.provider.dialect.DialectRule;
import portside.provider.dialect.DialectTable;

/// The models of a provider at its address of Anthropic's format: what their rows say of the model itself (limits, window, efforts, schemas, pictures,
/// codes of errors) holds there too, what they say of chat completions does not. All that is known of an address beyond that stands in its own table.
///
/// Nothing is known to be taken that Claude alone has: no betas, no cache marks, no schemas for the answer, no files. Thinking goes back where the provider
/// wants it back at all. Calls that come as text are sought in chat completions alone.
final class AnthropicFormat {
  /// What chat completions alone have.
  private static final List<Column<?>> OF_CHAT = List.of(MAX_TOKENS_FIELD, CONTENT_WITH_CALLS, SYSTEM_ROLE, STRICT, EXTRA_BODY, WITHOUT, REPLAY_AS,
      REPLAY_FIELD, MISSING_REASONING, CALL_SIGNATURES, LEAKED_CALLS, OPEN_THOUGHT, ALWAYS_STREAM, THINKING_ON);

  /// A host of which nothing is known but that it speaks so.
  static final Dialect PLAIN = of(STANDARD).as("messages");

  private AnthropicFormat() {}

  /// A table of chat completions, its rows in this format.
  ///
  /// @param cells what is known of the address
  static DialectTable of(DialectTable chat, UnaryOperator<Dialect> cells) {
    var rules = chat.rules().stream().map(rule -> new DialectRule(rule.models(), cells.apply(of(rule.row())))).toList();
    return new DialectTable(chat.defaults(), rules, chat.obstacle());
  }

  /// One row in this format.
  static Dialect of(Dialect chat) {
    var row = chat.as(chat.name() + "-messages");
    for (var column : OF_CHAT) {
      row = standard(row, column);
    }
    return row
        .with(WIRE, Wire.MESSAGES)
        .with(STRUCTURED_OUTPUT, StructuredOutput.NONE)
        .with(PDF, Pdf.TEXT)
        .with(PROMPT_CACHE, PromptCache.NONE)
        .with(SEARCH, Search.NONE)
        .with(REPLAY, chat.get(REPLAY) == Replay.NONE ? Replay.NONE : Replay.ALL);
  }

  private static <T> Dialect standard(Dialect row, Column<T> column) {
    return row.with(column, STANDARD.get(column));
  }
}
