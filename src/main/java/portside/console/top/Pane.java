package portside.console.top;

import java.util.List;

/// What stands below the table of instances.
enum Pane {
  REQUESTS("requests"), MODELS("models"), PROJECTS("projects"), LOG("log");

  /// How its rows are ordered.
  enum Sort {
    TIME("newest first"), SLOWEST("slowest first"), COST("dearest first"), TOKENS("most tokens first"), COUNT("most requests first"), NAME("by name");

    private final String words;

    Sort(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }

  private final String title;

  Pane(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }

  /// The order it begins with.
  Sort sort() {
    return sorts().getFirst();
  }

  /// The order behind another.
  Sort next(Sort sort) {
    return sorts().get((sorts().indexOf(sort) + 1) % sorts().size());
  }

  private List<Sort> sorts() {
    return switch (this) {
      case REQUESTS -> List.of(Sort.TIME, Sort.SLOWEST, Sort.COST, Sort.TOKENS);
      case MODELS, PROJECTS -> List.of(Sort.COST, Sort.TOKENS, Sort.COUNT, Sort.NAME);
      case LOG -> List.of(Sort.TIME);
    };
  }
}
