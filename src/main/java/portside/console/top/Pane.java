package portside.console.top;

import java.util.List;

/// What stands below the table of instances.
enum Pane {
  REQUESTS("requests", Sort.TIME, Sort.SLOWEST, Sort.COST, Sort.TOKENS),
  MODELS("models", Sort.COST, Sort.TOKENS, Sort.COUNT, Sort.NAME),
  PROJECTS("projects", Sort.COST, Sort.TOKENS, Sort.COUNT, Sort.NAME),
  LOG("log", Sort.TIME);

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
  @SuppressWarnings("ImmutableEnumChecker") // a copy that nobody changes
  private final List<Sort> sorts;

  Pane(String title, Sort... sorts) {
    this.title = title;
    this.sorts = List.of(sorts);
  }

  String title() {
    return title;
  }

  /// The order it begins with.
  Sort sort() {
    return sorts.getFirst();
  }

  /// The order behind another.
  Sort next(Sort sort) {
    return sorts.get((sorts.indexOf(sort) + 1) % sorts.size());
  }
}
