package portside.console;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import portside.provider.KnownProvider;

/// The example files of a folder of instances, by the provider whose address stands in them.
final class Examples {
  private static final Pattern ADDRESS = Pattern.compile("(?m)^OPENAI_BASE_URL=(\\S+)");

  private final Map<String, Path> byProvider = new LinkedHashMap<>();

  /// @param folder that has `env/`
  Examples(Path folder) {
    read(folder.resolve("env"));
    read(folder.resolve("env").resolve("more"));
  }

  /// The first for a provider.
  Optional<Path> of(KnownProvider provider) {
    return Optional.ofNullable(byProvider.get(provider.name()));
  }

  private void read(Path folder) {
    try (var files = Files.newDirectoryStream(folder, ".env-*.example")) {
      for (var file : files) {
        var address = ADDRESS.matcher(Files.readString(file));
        if (address.find()) {
          provider(address.group(1)).ifPresent(provider -> byProvider.merge(provider.name(), file, (one, other) -> one.compareTo(other) < 0 ? one : other));
        }
      }
    } catch (IOException absent) {
      // Nothing is known of examples then.
    }
  }

  private static Optional<KnownProvider> provider(String address) {
    try {
      return address.equals("demo:") ? KnownProvider.named("demo") : KnownProvider.at(new URI(address.replaceAll("[<>{}]", "x")));
    } catch (URISyntaxException faulty) {
      return Optional.empty();
    }
  }
}
