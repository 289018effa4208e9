package portside.provider.dialect;

/// What a provider's refusal taught about one of its models: a cell of the model's row, in the words of an env file, so that a person can
/// keep it by copying [#setting()] there.
///
/// @param value as an env file would have it; one the column takes
/// @param lasting false when it helps only against what this one request holds, such as a broken picture
public record Lesson(Column<?> column, String value, boolean lasting) {
  /// One that holds for later requests too.
  public static Lesson of(Column<?> column, String value) {
    return new Lesson(column, value, true);
  }

  /// The row with this cell.
  public Dialect applied(Dialect row) {
    return column.set(row, value).orElseThrow(() -> new IllegalStateException(setting() + " is no lesson: it takes " + column.allowed()));
  }

  /// The line of an env file that says the same.
  public String setting() {
    return column.setting() + "=" + value;
  }
}
