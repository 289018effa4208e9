package portside.wire;

import jakarta.json.JsonBuilderFactory;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonReaderFactory;
import jakarta.json.JsonString;
import jakarta.json.JsonStructure;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import jakarta.json.stream.JsonGenerator;
import jakarta.json.stream.JsonGeneratorFactory;
import jakarta.json.stream.JsonLocation;
import jakarta.json.stream.JsonParser;
import jakarta.json.stream.JsonParserFactory;
import jakarta.json.stream.JsonParsingException;
import java.io.ByteArrayOutputStream;
import java.io.StringReader;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// JSON-P with factories that are kept: the static `Json` methods look the provider up on each call, which costs more than the work.
///
/// Limits: 256 levels of nesting, 64 million characters a document (both settings of Parsson; numbers are limited by its defaults).
public final class Json {
  /// The limits as Parsson takes them: it refuses the level of nesting it is given, and takes the one below.
  private static final Map<String, ?> LIMITS =
      Map.of("org.eclipse.parsson.maxDepth", 256 + 1, "org.eclipse.parsson.maxParsingLimit", 64_000_000);
  private static final JsonProvider PROVIDER = JsonProvider.provider();
  private static final JsonReaderFactory READERS = PROVIDER.createReaderFactory(LIMITS);
  private static final JsonParserFactory PARSERS = PROVIDER.createParserFactory(LIMITS);
  private static final JsonGeneratorFactory GENERATORS = PROVIDER.createGeneratorFactory(Map.of());

  /// Builders of objects and arrays.
  public static final JsonBuilderFactory BUILD = PROVIDER.createBuilderFactory(Map.of());

  private static final double MOST_COUNTED = 1e15;

  private Json() {}

  /// A document that is not JSON, is no object, or is beyond the limits. Its message may be shown to a client.
  public static final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;

    /// @param message what is wrong with it
    public Malformed(String message) {
      super(message, null, false, false);
    }
  }

  /// Reads one object; anything else is [Malformed]. Invalid UTF-8 becomes U+FFFD.
  public static JsonObject object(byte[] utf8) throws Malformed {
    return object(new String(utf8, StandardCharsets.UTF_8));
  }

  /// Reads one object; anything else is [Malformed].
  public static JsonObject object(String text) throws Malformed {
    if (value(text) instanceof JsonObject object) {
      return object;
    }
    throw new Malformed("expected a JSON object");
  }

  /// Reads one value of any type; text after it is ignored by the parser.
  public static JsonValue value(String text) throws Malformed {
    try (var reader = READERS.createReader(new StringReader(text))) {
      return reader.readValue();
    } catch (JsonParsingException e) {
      throw new Malformed(problem(e.getLocation(), text));
    } catch (RuntimeException beyondLimits) { // JsonException, but also a bare RuntimeException when nesting is too deep
      throw new Malformed("nested deeper than 256 levels, larger than 64 million characters, or a number of thousands of digits");
    }
  }

  /// A value and where it ends in its text.
  public record Leading(JsonValue value, int end) {}

  /// Reads the value of any type that begins here; what follows it is not looked at.
  ///
  /// @param from where the value begins
  public static Leading leading(String text, int from) throws Malformed {
    try (var parser = PARSERS.createParser(new StringReader(from == 0 ? text : text.substring(from)))) {
      parser.next();
      var value = parser.getValue();
      return new Leading(value, from + (int) parser.getLocation().getStreamOffset());
    } catch (RuntimeException noJson) {
      throw new Malformed("no whole JSON value");
    }
  }

  /// A parser of a text; its offsets count characters.
  static JsonParser parser(String text) {
    return PARSERS.createParser(new StringReader(text));
  }

  /// What is wrong, in our words: the parser's own speak of its tokens.
  private static String problem(JsonLocation at, String text) {
    var inside = at.getStreamOffset() >= 0 && at.getStreamOffset() < text.length();
    return inside ? "unexpected character: line %d column %d".formatted(at.getLineNumber(), at.getColumnNumber()) : "it ends too early";
  }

  /// A generator that writes compact UTF-8 into `out`; close it to flush.
  public static JsonGenerator generator(ByteArrayOutputStream out) {
    return GENERATORS.createGenerator(out, StandardCharsets.UTF_8);
  }

  /// The compact UTF-8 form, members in their order.
  public static byte[] bytes(JsonStructure value) {
    var out = new ByteArrayOutputStream(1024);
    try (var generator = generator(out)) {
      generator.write(value);
    }
    return out.toByteArray();
  }

  /// The compact text form, members in their order.
  public static String text(JsonValue value) {
    if (value instanceof JsonStructure structure) {
      var out = new StringWriter();
      try (var generator = GENERATORS.createGenerator(out)) {
        generator.write(structure);
      }
      return out.toString();
    }
    return value.toString();
  }

  /// A string as a value.
  public static JsonString quoted(String text) {
    return PROVIDER.createValue(text);
  }

  /// A count that a line of a file says, up to 10^15, of which thousands can be added up; empty for anything else, so that a damaged line spoils no sum.
  public static OptionalLong count(@Nullable JsonValue value) {
    return value instanceof JsonNumber number && number.doubleValue() >= 0 && number.doubleValue() <= MOST_COUNTED ? OptionalLong.of(number.longValue()) : OptionalLong.empty();
  }

  /// A number as a value.
  public static JsonNumber number(BigDecimal number) {
    return PROVIDER.createValue(number);
  }

  /// The string member of that name, or null when it is absent or no string.
  public static @Nullable String string(JsonObject object, String name) {
    return object.get(name) instanceof JsonString string ? string.getString() : null;
  }
}
