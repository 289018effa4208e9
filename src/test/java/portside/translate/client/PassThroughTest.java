package portside.translate.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static portside.provider.dialect.Column.AFFINITY_HEADER;
import static portside.provider.dialect.Column.BETAS;
import static portside.provider.dialect.Column.CALLS_WITHOUT_TOOLS;
import static portside.provider.dialect.Column.CALL_ID_MEMBER;
import static portside.provider.dialect.Column.CONTEXT_WINDOW;
import static portside.provider.dialect.Column.EFFORTS;
import static portside.provider.dialect.Column.EMPTY_ERROR_IS_OVERFLOW;
import static portside.provider.dialect.Column.ERROR_CODES;
import static portside.provider.dialect.Column.EXTRA_BODY;
import static portside.provider.dialect.Column.FORCED_TOOL_CHOICE;
import static portside.provider.dialect.Column.FORMAT_WITH_TOOLS;
import static portside.provider.dialect.Column.IMAGES;
import static portside.provider.dialect.Column.KEY_HEADER;
import static portside.provider.dialect.Column.LEAST_THINKING;
import static portside.provider.dialect.Column.MANNER;
import static portside.provider.dialect.Column.MAX_DESCRIPTION;
import static portside.provider.dialect.Column.MAX_OUTPUT;
import static portside.provider.dialect.Column.MAX_STOPS;
import static portside.provider.dialect.Column.MAX_TOKENS_FIELD;
import static portside.provider.dialect.Column.MAX_TOOLS;
import static portside.provider.dialect.Column.MEDIA_IN_RESULTS;
import static portside.provider.dialect.Column.MESSAGES_PATH;
import static portside.provider.dialect.Column.MOST_THINKING;
import static portside.provider.dialect.Column.NAMED_TOOL_CHOICE;
import static portside.provider.dialect.Column.NONE_TOOL_CHOICE;
import static portside.provider.dialect.Column.PARALLEL_TOOL_CALLS;
import static portside.provider.dialect.Column.PROMPT_CACHE;
import static portside.provider.dialect.Column.REASONING;
import static portside.provider.dialect.Column.REPLAY_AS;
import static portside.provider.dialect.Column.REPLAY_FIELD;
import static portside.provider.dialect.Column.REQUIRED_WORD;
import static portside.provider.dialect.Column.RESET_ZONE;
import static portside.provider.dialect.Column.SAMPLING;
import static portside.provider.dialect.Column.SAMPLING_FLOOR;
import static portside.provider.dialect.Column.SCHEMAS;
import static portside.provider.dialect.Column.SEARCH;
import static portside.provider.dialect.Column.STREAM_USAGE;
import static portside.provider.dialect.Column.STRICT;
import static portside.provider.dialect.Column.STRUCTURED_OUTPUT;
import static portside.provider.dialect.Column.SYSTEM_IN_PLACE;
import static portside.provider.dialect.Column.SYSTEM_ROLE;
import static portside.provider.dialect.Column.THINKING_BUDGET;
import static portside.provider.dialect.Column.THINKING_ON;
import static portside.provider.dialect.Column.TOKEN_COUNT;
import static portside.provider.dialect.Column.TOOL_RESULT_NAME;
import static portside.provider.dialect.Column.TOP_K;
import static portside.provider.dialect.Column.VALIDATED_CALLS;
import static portside.provider.dialect.Column.WIRE;
import static portside.provider.dialect.Column.WITHOUT;
import static portside.provider.dialect.Column.WITHOUT_BETAS;
import static portside.provider.dialect.Column.WITHOUT_KEYWORDS;
import static portside.provider.dialect.Dialect.STANDARD;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import portside.provider.dialect.Column;
import portside.provider.dialect.Dialect;
import portside.provider.dialect.Dialect.ForcedToolChoice;
import portside.provider.dialect.Dialect.NamedToolChoice;
import portside.provider.dialect.Dialect.ParallelToolCalls;
import portside.provider.dialect.Dialect.Reasoning;

/// Which rows let the request of an OpenAI client pass.
class PassThroughTest {
  /// Columns that [portside.translate.chat.ChatToChat] sees to, wholly or but for the cells below.
  private static final Set<Column<?>> SEEN_TO = Set.of(MAX_TOKENS_FIELD, MAX_OUTPUT, SAMPLING, SAMPLING_FLOOR, TOP_K, MAX_STOPS, FORCED_TOOL_CHOICE,
      NAMED_TOOL_CHOICE, REQUIRED_WORD, NONE_TOOL_CHOICE, PARALLEL_TOOL_CALLS, MAX_TOOLS, MAX_DESCRIPTION, CALLS_WITHOUT_TOOLS, SCHEMAS,
      WITHOUT_KEYWORDS, STRICT, STRUCTURED_OUTPUT, FORMAT_WITH_TOOLS, STREAM_USAGE, SYSTEM_ROLE, IMAGES, EXTRA_BODY, WITHOUT, REASONING, EFFORTS,
      AFFINITY_HEADER);

  /// Columns that make no difference to what passes: the client marks its own prompt, has no budget, no search and no conversation of ours, and gets
  /// errors as they are.
  private static final Set<Column<?>> INDIFFERENT = Set.of(WIRE, SYSTEM_IN_PLACE, THINKING_BUDGET, THINKING_ON, REPLAY_AS, REPLAY_FIELD, PROMPT_CACHE,
      SEARCH, ERROR_CODES, RESET_ZONE, EMPTY_ERROR_IS_OVERFLOW, MANNER, MESSAGES_PATH, BETAS, WITHOUT_BETAS, KEY_HEADER, TOKEN_COUNT,
      LEAST_THINKING, MOST_THINKING, CALL_ID_MEMBER, MEDIA_IN_RESULTS, VALIDATED_CALLS,
      Column.ENVELOPE, Column.PROJECT);

  @Test
  void aColumnThatAPassTakesNoNoticeOfHasRequestsTranslated() {
    assertFalse(PassThrough.seesAllOf(STANDARD.as("row").with(CONTEXT_WINDOW, 9)));
    assertFalse(PassThrough.seesAllOf(STANDARD.as("row").with(TOOL_RESULT_NAME, true)));
    assertTrue(PassThrough.seesAllOf(STANDARD.as("row").with(MAX_STOPS, 1).with(PROMPT_CACHE, Dialect.PromptCache.KEY)));
  }

  @Test
  void someCellsDoSo() {
    assertTrue(PassThrough.seesAllOf(STANDARD));
    assertFalse(PassThrough.seesAllOf(STANDARD.as("row").with(WIRE, Dialect.Wire.RESPONSES)));
    assertEquals(List.of(NamedToolChoice.OBJECT, NamedToolChoice.REQUIRED), passing(NAMED_TOOL_CHOICE, NamedToolChoice.values()));
    assertEquals(List.of(ForcedToolChoice.YES, ForcedToolChoice.NO), passing(FORCED_TOOL_CHOICE, ForcedToolChoice.values()));
    assertEquals(List.of(ParallelToolCalls.UNSAID, ParallelToolCalls.OFF), passing(PARALLEL_TOOL_CALLS, ParallelToolCalls.values()));
    assertEquals(List.of(Reasoning.NONE, Reasoning.EFFORT, Reasoning.REASONING_OBJECT), passing(REASONING, Reasoning.values()));
  }

  /// A new column is to be put where it belongs: into ChatToChat, into the columns that a pass takes no notice of, or among the indifferent.
  @Test
  void everyColumnIsThoughtOf() {
    var columns = new HashSet<>(Column.ALL);
    columns.removeAll(SEEN_TO);
    columns.removeAll(INDIFFERENT);
    assertEquals(columns, PassThrough.UNSEEN);
  }

  private static <E> List<E> passing(Column<E> column, E[] cells) {
    return Stream.of(cells).filter(cell -> PassThrough.seesAllOf(STANDARD.as("row").with(column, cell))).toList();
  }
}
