package portside.translate.pdf;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.Deflater;

/// Writes PDFs object by object, right ones and others. Object 1 is the catalog, 2 the page tree, 3 a font that is not embedded.
public final class PdfFile {
  private final List<byte[]> objects = new ArrayList<>();

  private PdfFile() {}

  /// One page for each text; a line of it for each line.
  public static byte[] saying(String... pages) {
    var kids = IntStream.range(0, pages.length).mapToObj(page -> 4 + 2 * page + " 0 R").collect(Collectors.joining(" "));
    var file = tree(kids, pages.length);
    for (var page : pages) {
      file.page(file.objects.size() + 2).stream("", drawing(page).getBytes(StandardCharsets.ISO_8859_1));
    }
    return file.bytes();
  }

  /// A file whose page tree has these kids.
  static PdfFile tree(String kids, int count) {
    return new PdfFile().object("<< /Type /Catalog /Pages 2 0 R >>")
        .object("<< /Type /Pages /Kids [" + kids + "] /Count " + count + " >>")
        .object("<< /Type /Font /Subtype /Type1 /BaseFont /Garamond /Encoding /WinAnsiEncoding >>");
  }

  PdfFile object(String body) {
    objects.add(body.getBytes(StandardCharsets.ISO_8859_1));
    return this;
  }

  /// A page drawn by the object with that number, which may use the objects `/F` 3 and `/X` the one behind it.
  PdfFile page(int drawing) {
    return object("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents " + drawing + " 0 R"
        + " /Resources << /Font << /F 3 0 R >> /XObject << /X " + (drawing + 1) + " 0 R >> >> >>");
  }

  PdfFile stream(String entries, byte[] bytes) {
    var out = new ByteArrayOutputStream();
    out.writeBytes(("<< /Length " + bytes.length + " " + entries + " >>\nstream\n").getBytes(StandardCharsets.ISO_8859_1));
    out.writeBytes(bytes);
    out.writeBytes("\nendstream".getBytes(StandardCharsets.ISO_8859_1));
    objects.add(out.toByteArray());
    return this;
  }

  /// So many times the same byte, packed a thousandfold.
  PdfFile packed(String entries, char same, int times) {
    var deflater = new Deflater(Deflater.BEST_COMPRESSION);
    var piece = String.valueOf(same).repeat(1 << 10).getBytes(StandardCharsets.ISO_8859_1);
    var out = new ByteArrayOutputStream();
    var buffer = new byte[1 << 16];
    for (var done = 0; done < times; done += piece.length) {
      deflater.setInput(piece);
      while (!deflater.needsInput()) {
        out.write(buffer, 0, deflater.deflate(buffer));
      }
    }
    deflater.finish();
    while (!deflater.finished()) {
      out.write(buffer, 0, deflater.deflate(buffer));
    }
    deflater.end();
    return stream("/Filter /FlateDecode " + entries, out.toByteArray());
  }

  byte[] bytes() {
    var out = new ByteArrayOutputStream();
    out.writeBytes("%PDF-1.4\n".getBytes(StandardCharsets.ISO_8859_1));
    var table = new StringBuilder("xref\n0 " + (objects.size() + 1) + "\n0000000000 65535 f \n");
    for (var i = 0; i < objects.size(); i++) {
      table.append("%010d 00000 n \n".formatted(out.size()));
      out.writeBytes((i + 1 + " 0 obj\n").getBytes(StandardCharsets.ISO_8859_1));
      out.writeBytes(objects.get(i));
      out.writeBytes("\nendobj\n".getBytes(StandardCharsets.ISO_8859_1));
    }
    var end = table + "trailer\n<< /Size " + (objects.size() + 1) + " /Root 1 0 R >>\nstartxref\n" + out.size() + "\n%%EOF\n";
    out.writeBytes(end.getBytes(StandardCharsets.ISO_8859_1));
    return out.toByteArray();
  }

  static String drawing(String text) {
    return text.lines().map(line -> "(" + line + ") Tj T*").collect(Collectors.joining("\n", "BT /F 12 Tf 14 TL 50 750 Td\n", "\nET"));
  }

  /// As a document block carries it.
  public static String base64(byte[] pdf) {
    return Base64.getEncoder().encodeToString(pdf);
  }
}
