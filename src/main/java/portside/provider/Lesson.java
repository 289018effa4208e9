package portside.provider;

/// What a provider's refusal taught about one of its models: a cell of the model's row, in the words of an env file, so that a person can
/// keep it by copying [#setting()] there.
///
/// @param column as [Dialect] names it, in the spelling of `DIALECT_<COLUMN>`
/// @param value as an env file would have it
/// @param lasting false when it helps only against what this one request holds, such as a broken picture
public record Lesson(String column, String value, boolean lasting) {
  /// One that holds for later requests too.
  public static Lesson of(String column, String value) {
    return new Lesson(column, value, true);
  }

  /// The row with this cell.
  public Dialect applied(Dialect row) {
    return DialectColumns.set(row, column, value);
  }

  /// The line of an env file that says the same.
  public String setting() {
    return Setting.COLUMN_PREFIX + column + "=" + value;
  }
}
