package portside.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import portside.exchange.Client;
import portside.exchange.Faults;
import portside.wire.Fault;
import portside.wire.FaultKind;

/// The files of the dashboard, from the jar. They hold no data; what they show they ask for.
final class DashboardFiles {
  /// The names of the files; the first is the page itself.
  static final List<String> NAMES = List.of("index.html", "app.js", "chart.js", "details.js", "dom.js", "feed.js", "format.js", "log.js", "panels.js", "requests.js",
      "save.js", "theme.js", "style.css", "icon.svg");

  /// What a page of this origin may do: run and show what comes from here, ask here, and nothing else. No other page may show it inside itself.
  static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none';"
      + " frame-ancestors 'none'";

  private static final Map<String, String> TYPES =
      Map.of("html", "text/html; charset=utf-8", "js", "text/javascript; charset=utf-8", "css", "text/css; charset=utf-8", "svg", "image/svg+xml");

  private static final int TAG_BYTES = 8;

  private final String folder;
  private final Map<String, Optional<File>> files = new ConcurrentHashMap<>();

  /// @param folder in the jar
  DashboardFiles(String folder) {
    this.folder = folder;
  }

  /// @param tag changes with the content
  private record File(byte[] bytes, String tag) {}

  /// Sends a file, or that the client's is still right.
  void send(Client client, String name) throws Client.Gone {
    var file = files.computeIfAbsent(name, this::read);
    if (file.isEmpty()) {
      Faults.answer(client, Fault.of(FaultKind.NOT_FOUND, "no such path"));
      return;
    }
    var headers = headers(name, file.get().tag());
    if (file.get().tag().equals(client.header("if-none-match"))) {
      client.answer(304, headers, new byte[0]);
    } else {
      client.answer(200, headers, file.get().bytes());
    }
  }

  private static Map<String, String> headers(String name, String tag) {
    var headers = new LinkedHashMap<String, String>();
    headers.put("content-type", TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), "application/octet-stream"));
    headers.put("content-security-policy", POLICY);
    headers.put("x-content-type-options", "nosniff");
    headers.put("referrer-policy", "no-referrer");
    headers.put("cross-origin-resource-policy", "same-origin");
    headers.put("cache-control", "no-cache"); // asks each time whether it has changed
    headers.put("etag", tag);
    return headers;
  }

  private Optional<File> read(String name) {
    try (var in = DashboardFiles.class.getResourceAsStream(folder + name)) {
      if (in == null) {
        return Optional.empty();
      }
      var bytes = in.readAllBytes();
      var digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return Optional.of(new File(bytes, '"' + HexFormat.of().formatHex(digest, 0, TAG_BYTES) + '"'));
    } catch (IOException e) {
      throw new UncheckedIOException(e); // the jar itself cannot be read
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java has it
    }
  }
}
