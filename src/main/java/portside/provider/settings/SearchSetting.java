package portside.provider.settings;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import portside.provider.SearchBackend;
import portside.provider.SearchBackend.Kind;
import portside.provider.Secret;

/// Checks `WEB_SEARCH`: `searxng:<url>`, `brave:<key>` or `tavily:<key>`; behind a key may stand `@<url>` of a server that speaks the same language.
final class SearchSetting {
  private static final String FORMS = "searxng:<url> of your own instance, brave:<key>, or tavily:<key>";

  private SearchSetting() {}

  static Optional<SearchBackend> read(SettingsReader settings, Addresses addresses) {
    var backend = settings.text(Setting.WEB_SEARCH).map(String::strip).flatMap(typed -> read(typed, settings));
    backend.ifPresent(found -> addresses.refuseOwn(Setting.WEB_SEARCH, Addresses.target(found.url())));
    return backend;
  }

  private static Optional<SearchBackend> read(String typed, SettingsReader settings) {
    var colon = typed.indexOf(':');
    var word = colon < 0 ? "" : typed.substring(0, colon).strip().toUpperCase(Locale.ROOT);
    var kind = Stream.of(Kind.values()).filter(known -> known.name().equals(word)).findFirst();
    if (kind.isEmpty()) { // the value may hold a key and is not shown
      settings.fault(Setting.WEB_SEARCH, "does not say who searches", FORMS);
      return Optional.empty();
    }
    var rest = typed.substring(colon + 1).strip();
    return kind.get() == Kind.SEARXNG ? instance(rest, settings) : service(kind.get(), rest, settings);
  }

  private static Optional<SearchBackend> instance(String address, SettingsReader settings) {
    var slash = address.endsWith("/") ? address.substring(0, address.length() - 1) : address;
    var url = httpUrl(slash.endsWith("/search") ? slash.substring(0, slash.length() - "/search".length()) : slash);
    if (url.isEmpty()) {
      settings.fault(Setting.WEB_SEARCH, "has no http or https address behind searxng:", "such as searxng:http://127.0.0.1:8888");
    }
    return url.map(found -> new SearchBackend(Kind.SEARXNG, found, new Secret("")));
  }

  private static Optional<SearchBackend> service(Kind kind, String rest, SettingsReader settings) {
    var at = rest.lastIndexOf('@');
    var key = at < 0 ? rest : rest.substring(0, at);
    var url = httpUrl(at < 0 ? kind.address() : rest.substring(at + 1));
    var form = kind.name().toLowerCase(Locale.ROOT) + ":";
    if (key.isEmpty() || !key.chars().allMatch(letter -> letter > ' ' && letter < 0x7f)) {
      settings.fault(Setting.WEB_SEARCH, "has no key behind " + form, "the key alone, as in " + form + "<key>");
      return Optional.empty();
    }
    if (Placeholder.looksLike(key)) {
      settings.warning(Setting.WEB_SEARCH.name(), "looks like a placeholder and counts as missing", "put the key itself there");
      return Optional.empty();
    }
    if (url.isEmpty()) {
      settings.fault(Setting.WEB_SEARCH, "has no http or https address behind @", "leave it out to ask " + kind.address());
    }
    return url.map(found -> new SearchBackend(kind, found, new Secret(key)));
  }

  private static Optional<URI> httpUrl(String text) {
    try {
      var url = new URI(text);
      var http = "http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme());
      var plain = !String.valueOf(url.getRawAuthority()).contains("@") && url.getRawQuery() == null && url.getRawFragment() == null;
      return http && plain ? Addresses.sendable(url) : Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }
}
