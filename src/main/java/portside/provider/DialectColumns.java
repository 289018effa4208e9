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

/// The columns of a dialect as an env file sets them: `DIALECT_MAX_STOPS=1`. Loaded only when a file does.
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
        var nearest = Spelling.nearest(name, List.copyOf(COLUMNS.keySet()));
        settings.fault(
            entry.key(),
            "is no column of a dialect",
            "did you mean DIALECT_" + nearest + "? There are " + String.join(", ", COLUMNS.keySet()));
      } else if (!column.accepts(value)) {
        settings.fault(entry.key(), SettingsReader.shown(value) + " is not allowed", column.allowed);
      } else {
        var earlier = cells;
        cells = row -> column.set(earlier.apply(row), value);
      }
    }
    return dialects.with(cells, changed.stream().map(RawSettings.Entry::key).toList());
  }

  /// The columns an env file may set.
  static List<String> names() {
    return List.copyOf(COLUMNS.keySet());
  }

  private static Map<String, Column> columns() {
    var columns = new LinkedHashMap<String, Column>();
    columns.put("MAX_TOKENS_FIELD", choice(Dialect.MaxTokensField.class, DialectDraft::maxTokensField));
    columns.put("MAX_OUTPUT", number(DialectDraft::maxOutput));
    columns.put("SAMPLING", choice(Dialect.Sampling.class, DialectDraft::sampling));
    columns.put("SAMPLING_FLOOR", new Column("a number from 0 to 1", DialectColumns::samplingFloor));
    columns.put("TOP_K", flag(DialectDraft::topK));
    columns.put("MAX_STOPS", number((row, value) -> row.maxStops(Math.toIntExact(value))));
    columns.put("MAX_STOP_BYTES", number((row, value) -> row.maxStopBytes(Math.toIntExact(value))));
    columns.put("FORCED_TOOL_CHOICE", flag(DialectDraft::forcedToolChoice));
    columns.put("NAMED_TOOL_CHOICE", flag(DialectDraft::namedToolChoice));
    columns.put("NONE_TOOL_CHOICE", flag(DialectDraft::noneToolChoice));
    columns.put("PARALLEL_TOOL_CALLS", flag(DialectDraft::parallelToolCalls));
    columns.put("MAX_TOOLS", number((row, value) -> row.maxTools(Math.toIntExact(value))));
    columns.put("SCHEMAS", choice(Dialect.Schemas.class, DialectDraft::schemas));
    columns.put("STREAM_USAGE", flag(DialectDraft::streamUsage));
    columns.put("STRUCTURED_OUTPUT", choice(Dialect.StructuredOutput.class, DialectDraft::structuredOutput));
    columns.put("REASONING", choice(Dialect.Reasoning.class, DialectDraft::reasoning));
    columns.put(
        "EFFORTS",
        new Column("weakest first, separated by commas, or nothing: " + String.join(", ", Dialect.LEVELS), DialectColumns::efforts));
    columns.put(
        "THINKING_ON",
        new Column("a JSON object, such as {\"type\":\"enabled\"}", (row, value) -> row.thinkingOn(object(value).toString())));
    columns.put("OFF", choice(Dialect.Off.class, DialectDraft::off));
    columns.put("CONTENT_WITH_CALLS", choice(Dialect.ContentWithCalls.class, DialectDraft::contentWithCalls));
    columns.put("SYSTEM_IN_PLACE", flag(DialectDraft::systemInPlace));
    columns.put("IMAGES", flag(DialectDraft::images));
    columns.put("IMAGE_URLS", flag(DialectDraft::imageUrls));
    columns.put("PDF", flag(DialectDraft::pdf));
    columns.put("REPLAY", choice(Dialect.Replay.class, DialectDraft::replay));
    columns.put("REPLAY_FIELD", new Column("the name of a message's member, such as reasoning_content", DialectColumns::replayField));
    columns.put("MISSING_REASONING", new Column("any text", DialectDraft::missingReasoning));
    columns.put("CALL_SIGNATURES", choice(Dialect.CallSignatures.class, DialectDraft::callSignatures));
    columns.put("EXTRA_BODY", new Column("a JSON object whose members are added to every request", DialectColumns::extraBody));
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
    var names = Stream.of(type.getEnumConstants()).map(name -> name.name().toLowerCase(Locale.ROOT)).collect(Collectors.joining(", "));
    return new Column("one of " + names, (row, value) -> cell.accept(row, Enum.valueOf(type, value.toUpperCase(Locale.ROOT))));
  }

  private static void samplingFloor(DialectDraft row, String value) {
    var number = Double.parseDouble(value);
    require(number >= 0 && number <= 1);
    row.samplingFloor(number);
  }

  private static void efforts(DialectDraft row, String value) {
    var levels = Stream.of(value.toLowerCase(Locale.ROOT).split(",")).map(String::strip).filter(level -> !level.isEmpty()).toList();
    var places = levels.stream().map(Dialect.LEVELS::indexOf).toList();
    require(!places.contains(-1) && places.equals(places.stream().sorted().distinct().toList()));
    row.efforts(levels.toArray(String[]::new));
  }

  private static void replayField(DialectDraft row, String value) {
    require(!value.isEmpty() && value.chars().allMatch(letter -> letter == '_' || Character.isLetterOrDigit(letter)));
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
