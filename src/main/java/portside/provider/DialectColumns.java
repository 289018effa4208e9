package portside.provider;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import portside.provider.Dialect.ExtraMember;

/// The columns of a dialect as an env file sets them: `DIALECT_MAX_STOPS=1`. Loaded only when a file does, or a provider refuses something.
final class DialectColumns {
  private static final Map<String, Column> COLUMNS = columns();

  private DialectColumns() {}

  /// Applies every `DIALECT_<COLUMN>` of the settings; faults name the columns or values there are.
  static Dialects apply(SettingsReader settings, Dialects dialects) {
    UnaryOperator<Dialect> cells = row -> row;
    var changed = settings.beginningWith(Setting.COLUMN_PREFIX);
    for (var entry : changed) {
      var name = entry.key().substring(Setting.COLUMN_PREFIX.length());
      var column = COLUMNS.get(name);
      var value = entry.value().reveal();
      if (column == null) {
        var nearest = NearestName.nearest(name, List.copyOf(COLUMNS.keySet()));
        settings.fault(
            entry.key(),
            "is no column of a dialect",
            (NearestName.likely(name, nearest) ? "did you mean DIALECT_" + nearest + "? " : "") + "There are " + String.join(", ", COLUMNS.keySet()));
      } else if (!column.accepts(value)) {
        settings.fault(entry.key(), SettingsReader.shown(value) + " is not allowed", column.allowed);
      } else {
        var earlier = cells;
        cells = row -> column.set(earlier.apply(row), value);
      }
    }
    return dialects.with(cells, changed.stream().map(RawSettings.Entry::key).toList());
  }

  /// A row with one cell set anew.
  ///
  /// @throws RuntimeException when there is no such column or it does not take the value
  static Dialect set(Dialect row, String column, String value) {
    return COLUMNS.get(column).set(row, value);
  }

  /// The columns an env file may set.
  static List<String> names() {
    return List.copyOf(COLUMNS.keySet());
  }

  private static Map<String, Column> columns() {
    var columns = new LinkedHashMap<String, Column>();
    columns.put("WIRE", choice(Dialect.Wire.class, DialectDraft::wire));
    columns.put("MAX_TOKENS_FIELD", choice(Dialect.MaxTokensField.class, DialectDraft::maxTokensField));
    columns.put("MAX_OUTPUT", number(DialectDraft::maxOutput));
    columns.put("MIN_OUTPUT", number(DialectDraft::minOutput));
    columns.put("SAMPLING", choice(Dialect.Sampling.class, DialectDraft::sampling));
    columns.put("SAMPLING_FLOOR", new Column("a number from 0 to 1", DialectColumns::samplingFloor));
    columns.put("TOP_K", flag(DialectDraft::topK));
    columns.put("MAX_STOPS", number((row, value) -> row.maxStops(Math.toIntExact(value))));
    columns.put("MAX_STOP_BYTES", number((row, value) -> row.maxStopBytes(Math.toIntExact(value))));
    columns.put("FORCED_TOOL_CHOICE", choice(Dialect.ForcedToolChoice.class, DialectDraft::forcedToolChoice));
    columns.put("NAMED_TOOL_CHOICE", choice(Dialect.NamedToolChoice.class, DialectDraft::namedToolChoice));
    columns.put("REQUIRED_WORD", new Column("required or any", DialectColumns::requiredWord));
    columns.put("NONE_TOOL_CHOICE", flag(DialectDraft::noneToolChoice));
    columns.put("PARALLEL_TOOL_CALLS", choice(Dialect.ParallelToolCalls.class, DialectDraft::parallelToolCalls));
    columns.put("MAX_TOOLS", number((row, value) -> row.maxTools(Math.toIntExact(value))));
    columns.put("MAX_DESCRIPTION", number((row, value) -> row.maxDescription(Math.toIntExact(value))));
    columns.put("CALLS_WITHOUT_TOOLS", flag(DialectDraft::callsWithoutTools));
    columns.put("CALL_IDS", choice(Dialect.CallIdForm.class, DialectDraft::callIds));
    columns.put("TOOL_RESULT_NAME", flag(DialectDraft::toolResultName));
    columns.put("REPLY_AFTER_TOOLS", flag(DialectDraft::replyAfterTools));
    columns.put("SCHEMAS", choice(Dialect.Schemas.class, DialectDraft::schemas));
    columns.put("WITHOUT_KEYWORDS", names(DialectDraft::withoutKeywords));
    columns.put("STRICT", choice(Dialect.Strict.class, DialectDraft::strict));
    columns.put("STRUCTURED_OUTPUT", choice(Dialect.StructuredOutput.class, DialectDraft::structuredOutput));
    columns.put("FORMAT_WITH_TOOLS", flag(DialectDraft::formatWithTools));
    columns.put("STREAM_USAGE", flag(DialectDraft::streamUsage));
    columns.put("ALWAYS_STREAM", flag(DialectDraft::alwaysStream));
    columns.put("SYSTEM_ROLE", choice(Dialect.SystemRole.class, DialectDraft::systemRole));
    columns.put("SYSTEM_IN_PLACE", flag(DialectDraft::systemInPlace));
    columns.put("CONTENT_WITH_CALLS", choice(Dialect.ContentWithCalls.class, DialectDraft::contentWithCalls));
    columns.put("IMAGES", flag(DialectDraft::images));
    columns.put("IMAGE_URLS", flag(DialectDraft::imageUrls));
    columns.put("PDF", choice(Dialect.Pdf.class, DialectDraft::pdf));
    columns.put("EXTRA_BODY", new Column("a JSON object whose members are added to every request", DialectColumns::extraBody));
    columns.put("WITHOUT", names(DialectDraft::without));
    columns.put("REASONING", choice(Dialect.Reasoning.class, DialectDraft::reasoning));
    columns.put(
        "EFFORTS",
        new Column("weakest first, separated by commas, or nothing: " + String.join(", ", Dialect.LEVELS), DialectColumns::efforts));
    columns.put("EFFORT_WITH_TOOLS", flag(DialectDraft::effortWithTools));
    columns.put("THINKING_BUDGET", flag(DialectDraft::thinkingBudget));
    columns.put(
        "THINKING_ON",
        new Column("a JSON object, such as {\"type\":\"enabled\"}", (row, value) -> row.thinkingOn(object(value).toString())));
    columns.put("OFF", choice(Dialect.Off.class, DialectDraft::off));
    columns.put("REPLAY", choice(Dialect.Replay.class, DialectDraft::replay));
    columns.put("REPLAY_AS", choice(Dialect.ReplayAs.class, DialectDraft::replayAs));
    columns.put("REPLAY_FIELD", new Column(
        "the name of a message's member, such as reasoning_content, or nothing for the one the reasoning came in", DialectColumns::replayField));
    columns.put("MISSING_REASONING", new Column("any text, also none at all", DialectDraft::missingReasoning));
    columns.put("CALL_SIGNATURES", choice(Dialect.CallSignatures.class, DialectDraft::callSignatures));
    columns.put("PROMPT_CACHE", choice(Dialect.PromptCache.class, DialectDraft::promptCache));
    columns.put("AFFINITY_HEADER", new Column("the name of a header, or nothing", DialectColumns::affinityHeader));
    columns.put("SEARCH", choice(Dialect.Search.class, DialectDraft::search));
    columns.put("LEAKED_CALLS", flag(DialectDraft::leakedCalls));
    columns.put("OPEN_THOUGHT", flag(DialectDraft::openThought));
    columns.put("ARGUMENT_TYPES", flag(DialectDraft::argumentTypes));
    columns.put(
        "ERROR_CODES",
        new Column("pairs code:meaning separated by commas; meanings are " + words(Dialect.ErrorMeaning.class), DialectColumns::errorCodes));
    columns.put("EMPTY_ERROR_IS_OVERFLOW", flag(DialectDraft::emptyErrorIsOverflow));
    columns.put("CUTS_SILENTLY", flag(DialectDraft::cutsSilently));
    columns.put("CONTEXT_WINDOW", number(DialectDraft::contextWindow));
    return columns;
  }

  private static Column flag(BiConsumer<DialectDraft, Boolean> cell) {
    return new Column(
        "true or false",
        (row, value) -> {
          require(value.equalsIgnoreCase("true") || value.equalsIgnoreCase("false"));
          cell.accept(row, Boolean.parseBoolean(value));
        });
  }

  private static Column number(BiConsumer<DialectDraft, Long> cell) {
    return new Column(
        "a whole number, 0 for none or unknown",
        (row, value) -> {
          var number = Long.parseLong(value);
          require(number >= 0);
          cell.accept(row, number);
        });
  }

  private static <E extends Enum<E>> Column choice(Class<E> type, BiConsumer<DialectDraft, E> cell) {
    return new Column("one of " + words(type), (row, value) -> cell.accept(row, Enum.valueOf(type, value.toUpperCase(Locale.ROOT))));
  }

  private static <E extends Enum<E>> String words(Class<E> type) {
    return Stream.of(type.getEnumConstants()).map(name -> name.name().toLowerCase(Locale.ROOT)).collect(Collectors.joining(", "));
  }

  private static Column names(BiConsumer<DialectDraft, String[]> cell) {
    return new Column(
        "names separated by commas, or nothing",
        (row, value) -> {
          var names = listed(value);
          require(names.stream().allMatch(DialectColumns::isName));
          cell.accept(row, names.toArray(String[]::new));
        });
  }

  private static List<String> listed(String value) {
    return Stream.of(value.split(",")).map(String::strip).filter(name -> !name.isEmpty()).toList();
  }

  private static boolean isName(String text) {
    return text.chars().allMatch(letter -> letter == '_' || letter == '$' || letter == '-' || Character.isLetterOrDigit(letter));
  }

  private static void requiredWord(DialectDraft row, String value) {
    require(value.equals("required") || value.equals("any"));
    row.requiredWord(value);
  }

  private static void affinityHeader(DialectDraft row, String value) {
    require(isName(value));
    row.affinityHeader(value);
  }

  private static void errorCodes(DialectDraft row, String value) {
    var codes = listed(value).stream().map(DialectColumns::errorCode);
    row.errorCodes(codes.toArray(Dialect.ErrorCode[]::new));
  }

  private static Dialect.ErrorCode errorCode(String pair) {
    var colon = pair.lastIndexOf(':');
    require(colon > 0);
    var meaning = Dialect.ErrorMeaning.valueOf(pair.substring(colon + 1).strip().toUpperCase(Locale.ROOT));
    return new Dialect.ErrorCode(pair.substring(0, colon).strip(), meaning);
  }

  private static void samplingFloor(DialectDraft row, String value) {
    var number = Double.parseDouble(value);
    require(number >= 0 && number <= 1);
    row.samplingFloor(number);
  }

  private static void efforts(DialectDraft row, String value) {
    var levels = listed(value.toLowerCase(Locale.ROOT));
    var places = levels.stream().map(Dialect.LEVELS::indexOf).toList();
    require(!places.contains(-1) && places.equals(places.stream().sorted().distinct().toList()));
    row.efforts(levels.toArray(String[]::new));
  }

  private static void replayField(DialectDraft row, String value) {
    require(isName(value));
    row.replayField(value);
  }

  private static void extraBody(DialectDraft row, String value) {
    var members = object(value).entrySet().stream().map(member -> new ExtraMember(member.getKey(), member.getValue().toString()));
    row.extraBody(members.toArray(ExtraMember[]::new));
  }

  private static JsonObject object(String json) {
    try (var reader = Json.createReader(new StringReader(json))) {
      return reader.readObject();
    }
  }

  private static void require(boolean allowed) {
    if (!allowed) {
      throw new IllegalArgumentException();
    }
  }

  /// @param allowed the values it takes, for people
  /// @param cell puts a value into a row; throws a runtime exception when it is not allowed
  private record Column(String allowed, BiConsumer<DialectDraft, String> cell) {
    boolean accepts(String value) {
      try {
        set(Dialects.STANDARD, value);
        return true;
      } catch (IllegalArgumentException | ArithmeticException | JsonException e) {
        return false;
      }
    }

    Dialect set(Dialect row, String value) {
      var draft = row.as(row.name());
      cell.accept(draft, value);
      return draft.row();
    }
  }
}
