package portside.provider.dialect;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import portside.provider.dialect.Dialect.ErrorCode;
import portside.provider.dialect.Dialect.ErrorMeaning;
import portside.provider.dialect.Dialect.ExtraMember;
import portside.provider.dialect.Dialect.MissingReasoning;

/// How the cells of a column are written in an env file.
sealed interface CellFormat<T> {
  /// The values it takes, for people.
  String allowed();

  /// @throws IllegalArgumentException or `ArithmeticException` when the value is not allowed
  T read(String value);

  /// What [#read(String)] reads as this value.
  default String write(T value) {
    return value.toString();
  }

  record Flag() implements CellFormat<Boolean> {
    @Override
    public String allowed() {
      return "true or false";
    }

    @Override
    public Boolean read(String value) {
      require(value.equalsIgnoreCase("true") || value.equalsIgnoreCase("false"));
      return Boolean.valueOf(value);
    }
  }

  record Tokens() implements CellFormat<Long> {
    @Override
    public String allowed() {
      return "a whole number, 0 for none or unknown";
    }

    @Override
    public Long read(String value) {
      var number = Long.valueOf(value);
      require(number >= 0);
      return number;
    }
  }

  record Count() implements CellFormat<Integer> {
    @Override
    public String allowed() {
      return new Tokens().allowed();
    }

    @Override
    public Integer read(String value) {
      return Math.toIntExact(new Tokens().read(value));
    }
  }

  record Fraction() implements CellFormat<Double> {
    @Override
    public String allowed() {
      return "a number from 0 to 1";
    }

    @Override
    public Double read(String value) {
      var number = Double.valueOf(value);
      require(number >= 0 && number <= 1);
      return number;
    }
  }

  record Words<E extends Enum<E>>(Class<E> type) implements CellFormat<E> {
    @Override
    public String allowed() {
      return "one of " + listed();
    }

    @Override
    public E read(String value) {
      return Enum.valueOf(type, value.toUpperCase(Locale.ROOT));
    }

    String listed() {
      return Stream.of(type.getEnumConstants()).map(this::write).collect(Collectors.joining(", "));
    }

    @Override
    public String write(E value) {
      return value.name().toLowerCase(Locale.ROOT);
    }
  }

  record RequiredWord() implements CellFormat<String> {
    @Override
    public String allowed() {
      return "required or any";
    }

    @Override
    public String read(String value) {
      require(value.equals("required") || value.equals("any"));
      return value;
    }
  }

  record Name(String allowed) implements CellFormat<String> {
    @Override
    public String read(String value) {
      require(isName(value));
      return value;
    }
  }

  record Names() implements CellFormat<List<String>> {
    @Override
    public String allowed() {
      return "names separated by commas, or nothing";
    }

    @Override
    public List<String> read(String value) {
      var names = split(value);
      require(names.stream().allMatch(CellFormat::isName));
      return names;
    }

    @Override
    public String write(List<String> value) {
      return String.join(",", value);
    }
  }

  record Levels() implements CellFormat<List<String>> {
    @Override
    public String allowed() {
      return "weakest first, separated by commas, or nothing: " + String.join(", ", Dialect.LEVELS);
    }

    @Override
    public List<String> read(String value) {
      var levels = split(value.toLowerCase(Locale.ROOT));
      var places = levels.stream().map(Dialect.LEVELS::indexOf).toList();
      require(!places.contains(-1) && places.equals(places.stream().sorted().distinct().toList()));
      return levels;
    }

    @Override
    public String write(List<String> value) {
      return String.join(",", value);
    }
  }

  record JsonText() implements CellFormat<String> {
    @Override
    public String allowed() {
      return "a JSON object, such as {\"type\":\"enabled\"}";
    }

    @Override
    public String read(String value) {
      return JsonCell.text(value);
    }
  }

  record ExtraMembers() implements CellFormat<List<ExtraMember>> {
    @Override
    public String allowed() {
      return "a JSON object whose members are added to every request";
    }

    @Override
    public List<ExtraMember> read(String value) {
      return JsonCell.members(value);
    }

    @Override
    public String write(List<ExtraMember> value) {
      return value.stream().map(member -> "\"" + member.name() + "\":" + member.json()).collect(Collectors.joining(",", "{", "}"));
    }
  }

  record Placeholder() implements CellFormat<MissingReasoning> {
    @Override
    public String allowed() {
      return "any text, also none at all";
    }

    @Override
    public MissingReasoning read(String value) {
      return new MissingReasoning.Text(value);
    }

    /// That a field is left out cannot be said in an env file: no row needs it.
    @Override
    public String write(MissingReasoning value) {
      return switch (value) {
        case MissingReasoning.LeftOut() -> "left out";
        case MissingReasoning.Text(var text) -> text;
      };
    }
  }

  record Zone() implements CellFormat<ZoneId> {
    @Override
    public String allowed() {
      return "UTC, an offset such as +08:00, or the name of a time zone such as Asia/Shanghai";
    }

    @Override
    public ZoneId read(String value) {
      try {
        return ZoneId.of(value);
      } catch (DateTimeException noZone) {
        throw new IllegalArgumentException(noZone);
      }
    }
  }

  record ErrorCodes() implements CellFormat<List<ErrorCode>> {
    @Override
    public String allowed() {
      return "pairs code:meaning separated by commas; meanings are " + new Words<>(ErrorMeaning.class).listed();
    }

    @Override
    public List<ErrorCode> read(String value) {
      return split(value).stream().map(ErrorCodes::pair).toList();
    }

    private static ErrorCode pair(String pair) {
      var colon = pair.lastIndexOf(':');
      require(colon > 0);
      return new ErrorCode(pair.substring(0, colon).strip(), new Words<>(ErrorMeaning.class).read(pair.substring(colon + 1).strip()));
    }

    @Override
    public String write(List<ErrorCode> value) {
      var meanings = new Words<>(ErrorMeaning.class);
      return value.stream().map(pair -> pair.code() + ":" + meanings.write(pair.meaning())).collect(Collectors.joining(","));
    }
  }

  private static List<String> split(String value) {
    return Stream.of(value.split(",")).map(String::strip).filter(name -> !name.isEmpty()).toList();
  }

  private static boolean isName(String text) {
    return text.chars().allMatch(letter -> letter == '_' || letter == '$' || letter == '-' || Character.isLetterOrDigit(letter));
  }

  private static void require(boolean allowed) {
    if (!allowed) {
      throw new IllegalArgumentException();
    }
  }
}
