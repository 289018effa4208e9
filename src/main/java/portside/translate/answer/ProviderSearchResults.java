package portside.translate.answer;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import portside.translate.search.OfferedSearch;
import portside.wire.SearchHit;

/// Brings what the provider's own search finds while it answers into the message: before the words that follow, or at the end.
public final class ProviderSearchResults {
  private final OfferedSearch search;
  private final MessageAssembler message;
  private final Map<String, SearchHit> waiting = new LinkedHashMap<>();
  private final Map<String, SearchHit> written = new LinkedHashMap<>();
  private String query;
  private boolean ran;
  private int searches;
  /// How many the provider says it ran; 0 when it does not say.
  private int counted;

  /// @param search that the provider was offered to run
  public ProviderSearchResults(OfferedSearch search, MessageAssembler message) {
    this.search = search;
    this.query = search.query();
    this.message = message;
  }

  /// Whether the answer may tell of pages: not where nobody searches, nor where the model calls the search and waits.
  public boolean areExpected() {
    return search.names().isEmpty() && !(search.tools().isEmpty() && search.members().isEmpty());
  }

  /// Takes pages that were found; one that was told of before counts once.
  public void add(List<SearchHit> pages) {
    for (var page : pages) {
      if (!written.containsKey(page.url())) {
        waiting.putIfAbsent(page.url(), page);
      }
    }
  }

  /// Takes note that a search was run.
  ///
  /// @param words what was searched for; empty when that is not told
  public void ran(String words) {
    ran = true;
    query = words.isEmpty() ? query : words;
  }

  /// Takes note of all that the provider searched for.
  public void ran(List<String> queries) {
    if (!queries.isEmpty()) {
      counted = queries.size();
      ran(String.join(", ", queries));
    }
  }

  /// Writes what was found, because words follow.
  public void beforeWords() {
    if (!waiting.isEmpty() && message.mayFind()) {
      write();
    }
  }

  /// Writes the rest, when all blocks are closed.
  ///
  /// @return how many searches were run, as far as the provider says; else how many the message shows
  public int atEnd() {
    if (!areExpected()) {
      return 0;
    }
    if (!waiting.isEmpty() || searches == 0 && (ran || search.demanded() && !search.told())) {
      write();
    } else if (searches == 0 && search.demanded()) {
      message.foundNothing(query);
    }
    return Math.max(searches, counted);
  }

  private void write() {
    message.found(query, List.copyOf(waiting.values()));
    written.putAll(waiting);
    waiting.clear();
    searches++;
  }
}
