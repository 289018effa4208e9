package portside.translate.request;

import static portside.provider.dialect.Column.IMAGES;
import static portside.provider.dialect.Column.IMAGE_URLS;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import portside.provider.dialect.Column;
import portside.provider.dialect.Dialect;
import portside.translate.pdf.PdfText;
import portside.translate.pdf.PdfText.Reading;
import portside.wire.anthropic.ContentBlock.Source;
import portside.wire.common.ContentPart;

/// Pictures and files → parts of a user message, or an honest line of text where the provider cannot take them: a model that is told
/// nothing makes something up.
public final class MediaToParts {
  private static final String PDF = "application/pdf";
  private static final String UNSEEN = "image left out: this model cannot see pictures";

  private final Dialect dialect;

  MediaToParts(Dialect dialect) {
    this.dialect = dialect;
  }

  /// A picture.
  ContentPart image(Source source) {
    return switch (source) {
      case Source.Base64(var type, var data) -> bytes(type, data, null);
      case Source.Url(var url) -> link(url);
      case Source.File(var id) -> note("image file " + id + " is not available through this proxy");
      case Source.PlainText(var text) -> new ContentPart.Text(text);
      case Source.Blocks _ -> note("image in a form this proxy does not know");
    };
  }

  /// The part for bytes that came in base64; what they are is read from themselves, the declared type is often wrong.
  ///
  /// @param title of a document, or null
  ContentPart bytes(String declaredType, String base64, @Nullable String title) {
    var data = payload(base64);
    var type = MediaType.of(declaredType, data);
    if (data.isEmpty()) {
      return note("a file without content");
    }
    if (type.equals(PDF)) {
      return pdfsBecomeText() ? pdfText(data, title) : new ContentPart.File(filename(title), "data:" + PDF + ";base64," + data);
    }
    if (!type.startsWith("image/")) {
      return note(named("document", title) + " of type " + type + " left out: this model cannot read it");
    }
    return dialect.get(IMAGES) ? new ContentPart.Image("data:" + type + ";base64," + data) : note(UNSEEN);
  }

  /// The words of bytes that are text, or of a PDF that must become text; empty when they are something else.
  Optional<String> words(String declaredType, String base64) {
    var data = payload(base64);
    var type = MediaType.of(declaredType, data);
    if (type.equals(PDF) && pdfsBecomeText() && PdfText.of(data) instanceof Reading.Words(var text)) {
      return Optional.of(text);
    }
    if (!type.startsWith("text/") && !type.endsWith("json") && !type.endsWith("xml")) {
      return Optional.empty();
    }
    try {
      return Optional.of(new String(Base64.getMimeDecoder().decode(data), StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // no base64
    }
  }

  private boolean pdfsBecomeText() {
    return dialect.get(Column.PDF) == Dialect.Pdf.TEXT;
  }

  private static ContentPart pdfText(String data, @Nullable String title) {
    return switch (PdfText.of(data)) {
      case Reading.Words(var text) -> new ContentPart.Text(text);
      case Reading.Unreadable(var why) -> note(named("PDF document", title) + " left out: " + why + "; only the text of PDFs reaches this model");
    };
  }

  private ContentPart link(String url) {
    if (!dialect.get(IMAGES)) {
      return note(UNSEEN);
    }
    return url.startsWith("data:") || dialect.get(IMAGE_URLS)
        ? new ContentPart.Image(url)
        : note("image at " + url + ": this provider does not fetch links");
  }

  /// The base64 alone: clients send it with line breaks, or as a whole data URL.
  private static String payload(String base64) {
    var data = base64.startsWith("data:") ? base64.substring(base64.indexOf(',') + 1) : base64;
    return data.indexOf('\n') < 0 && data.indexOf('\r') < 0 && data.indexOf(' ') < 0 ? data : data.replaceAll("\\s", "");
  }

  private static String filename(@Nullable String title) {
    if (title == null || title.isBlank()) {
      return "document.pdf";
    }
    return title.toLowerCase(Locale.ROOT).endsWith(".pdf") ? title : title + ".pdf";
  }

  private static String named(String kind, @Nullable String title) {
    return title == null || title.isBlank() ? kind : kind + " \"" + title + "\"";
  }

  public static ContentPart note(String text) {
    return new ContentPart.Text("[" + text + "]");
  }
}
