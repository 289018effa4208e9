package portside.console.models;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import portside.ScriptedProvider;
import portside.provider.settings.Settings;
import portside.upstream.DeadlineTicker;
import portside.upstream.HelidonUpstream;

/// Lists of models that come in pages, on real sockets.
@Timeout(60)
class ModelListRequestTest {
  @TempDir Path folder;

  private ModelListRequest.Result ask(ScriptedProvider provider, String dialect) throws Exception {
    var file = Files.writeString(folder.resolve(".env-one"), "OPENAI_BASE_URL=" + provider.url() + "\nOPENAI_API_KEY=abc\nBIG_MODEL=m\n" + dialect + "\n");
    var asked = Settings.load(Optional.of(file.toString()), Map.of()).provider();
    try (var ticker = DeadlineTicker.started()) {
      return new ModelListRequest(to -> new HelidonUpstream(to, "test", ticker)).ask(asked);
    }
  }

  private static ScriptedProvider pages(String... pages) throws Exception {
    var provider = new ScriptedProvider();
    for (var page : pages) {
      provider.then(line -> line.whole(200, "application/json", page.replace('\'', '"')));
    }
    return provider;
  }

  private static List<String> asked(ScriptedProvider provider) throws InterruptedException {
    var lines = new ArrayList<String>();
    while (provider.waiting() > 0) {
      lines.add(provider.take().line().replaceAll("^GET | HTTP/1.1$", ""));
    }
    return lines;
  }

  private static ModelListRequest.Answered list(String raw, String... models) {
    return new ModelListRequest.Answered(new ModelList(List.of(models).stream().map(id -> new ModelList.Listed(id, 0)).toList()), raw.replace('\'', '"'));
  }

  @Test
  void geminiNamesTheNextPageByItsToken() throws Exception {
    try (var provider = pages("{'models':[{'name':'models/a'}],'nextPageToken':'b=/c'}", "{'models':[{'name':'models/b'}],'nextPageToken':''}\n")) {
      assertEquals(list("{'models':[{'name':'models/a'}],'nextPageToken':'b=/c'}\n{'models':[{'name':'models/b'}],'nextPageToken':''}", "a", "b"),
          ask(provider, "DIALECT=gemini-3-native"));
      assertEquals(List.of("/v1/models?pageSize=1000", "/v1/models?pageSize=1000&pageToken=b%3D%2Fc"), asked(provider));
    }
  }

  @Test
  void anthropicGoesOnBehindTheLastId() throws Exception {
    try (var provider = pages("{'data':[{'id':'a'}],'has_more':true,'last_id':'a'}", "{'data':[{'id':'b'}],'has_more':false,'last_id':'b'}")) {
      assertEquals(list("{'data':[{'id':'a'}],'has_more':true,'last_id':'a'}\n{'data':[{'id':'b'}],'has_more':false,'last_id':'b'}", "a", "b"),
          ask(provider, "DIALECT=anthropic-messages"));
      assertEquals(List.of("/v1/models?limit=1000", "/v1/models?limit=1000&after_id=a"), asked(provider));
    }
  }

  @Test
  void aPathWithoutParametersGetsItsFirst() throws Exception {
    try (var provider = pages("{'data':[{'id':'a'}],'has_more':true,'last_id':'a'}", "{'data':[{'id':'b'}]}")) {
      assertEquals(list("{'data':[{'id':'a'}],'has_more':true,'last_id':'a'}\n{'data':[{'id':'b'}]}", "a", "b"), ask(provider, ""));
      assertEquals(List.of("/v1/models", "/v1/models?after_id=a"), asked(provider));
    }
  }

  @Test
  void aProviderThatKnowsNoPagesIsNotAskedForEver() throws Exception {
    var page = "{'data':[{'id':'a'}],'has_more':true,'last_id':'a'}";
    try (var provider = pages(page)) {
      assertEquals(list(page + "\n" + page, "a", "a"), ask(provider, ""));
      assertEquals(2, provider.calls());
    }
  }

  @Test
  void aListWithoutEndIsNone() throws Exception {
    var pages = IntStream.range(0, 25).mapToObj(n -> "{'models':[{'name':'m" + n + "'}],'nextPageToken':'" + n + "'}").toArray(String[]::new);
    try (var provider = pages(pages)) {
      assertEquals(new ModelListRequest.Failed("the list has more than 20 pages"), ask(provider, "DIALECT=gemini-3-native"));
      assertEquals(20, provider.calls());
    }
  }

  /// Of 32 MB, in one page or in several.
  @Test
  void aListHasABound() throws Exception {
    var largest = page(32 << 20, "");
    try (var provider = pages(largest)) {
      assertEquals(list(largest, "a"), ask(provider, ""));
    }
    try (var provider = pages(page(31 << 20, ",'has_more':true,'last_id':'a'"), page(1 << 20, ""))) {
      assertEquals(new ModelListRequest.Failed("the list is larger than 32 MB"), ask(provider, ""), "a line feed stands between them");
      assertEquals(2, provider.calls());
    }
  }

  private static String page(int bytes, String more) {
    var page = "{'data':[{'id':'a'}]" + more;
    return page + " ".repeat(bytes - page.length() - 1) + "}";
  }

  @Test
  void aListWithAPageMissingIsNone() throws Exception {
    try (var provider = pages("{'models':[{'name':'models/a'}],'nextPageToken':'b'}").then(line -> line.whole(500, "application/json", "{}"))) {
      assertEquals(new ModelListRequest.Failed("page 2 of the list: HTTP 500"), ask(provider, "DIALECT=gemini-3-native"));
    }
  }
}
