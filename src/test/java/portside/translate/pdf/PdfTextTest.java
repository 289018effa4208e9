package portside.translate.pdf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.apache.commons.logging.LogFactory;
import org.apache.commons.logging.impl.NoOpLog;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.apache.pdfbox.pdmodel.font.FontMappers;
import org.apache.pdfbox.pdmodel.font.PDTrueTypeFont;
import org.apache.pdfbox.pdmodel.font.PDType0Font;
import org.apache.pdfbox.pdmodel.font.encoding.WinAnsiEncoding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import portside.translate.pdf.PdfText.Reading;

@Execution(ExecutionMode.CONCURRENT)
class PdfTextTest {
  private static final String DAMAGED = "it is damaged or of a kind that cannot be read";
  private static final String MAPPED = "BT /G 12 Tf 50 750 Td (ABC) Tj ET";

  @Test
  void pagesStandUnderTheirNumbers() {
    assertEquals("""
        [PDF of 3 pages, its text without pictures and layout]
        [page 1]
        Hello, world
        and good day
        [page 2: no text]
        [page 3]
        The end""", words(PdfFile.saying("Hello, world\nand good day", "", "The end")));
  }

  @Test
  void pagesBehindTheHundredthAreNamed() {
    var text = words(PdfFile.saying(IntStream.rangeClosed(1, 103).mapToObj(page -> "This is " + page).toArray(String[]::new)));
    assertTrue(text.startsWith("[PDF of 103 pages, its text without pictures and layout]\n[page 1]\nThis is 1\n[page 2]\n"), text);
    assertTrue(text.endsWith("[page 100]\nThis is 100\n[pages 101 to 103 left out: only the first 100 pages are read]"), text);
  }

  @Test
  void charactersOverTheCapAreCutAndNamed() {
    var line = "x".repeat(99) + "\n";
    var text = words(PdfFile.saying(line.repeat(1_500), line.repeat(1_500), "Last"));
    assertTrue(text.endsWith("x\n[page 2 is cut here: only the first 200000 characters are shown]\n"
        + "[page 3 left out: only the first 200000 characters are shown]"), text.substring(text.length() - 200));
    assertTrue(text.length() < 200_300, "" + text.length());
  }

  @Test
  void anEncryptedDocumentSaysSo() throws IOException {
    assertEquals("it is encrypted and needs a password", why(encrypted("secret")));
  }

  @Test
  void aDocumentThatAnybodyMayOpenIsRead() throws IOException {
    assertEquals("[PDF of 1 page, its text without pictures and layout]\n[page 1]\nClassified", words(encrypted("")));
  }

  @Test
  void bytesThatAreNoDocumentSaySo() {
    assertEquals(DAMAGED, why("%PDF-1.7\nnothing else".getBytes(StandardCharsets.US_ASCII)));
    assertEquals(DAMAGED, why(new byte[0]));
    assertEquals("it is not valid base64", ((Reading.Unreadable) PdfText.of("JVBER")).why());
  }

  @Test
  void aHugeDocumentIsNotLookedAt() {
    assertEquals("it is larger than 32 MB", ((Reading.Unreadable) PdfText.of("A".repeat((PdfText.MOST_BYTES / 3 + 1) * 4))).why());
  }

  @Test
  void everyBeginningOfADocumentGivesSomething() {
    var whole = PdfFile.saying("Hello", "again");
    for (var length = 0; length < whole.length; length++) {
      var reading = PdfReader.read(Arrays.copyOf(whole, length));
      switch (reading) {
        case Reading.Words(var text) -> assertTrue(text.contains("Hello"), length + ": " + text);
        case Reading.Unreadable(var why) -> assertTrue(why.length() > 10, length + ": " + why);
      }
    }
  }

  @Test
  void aScannedDocumentSaysThatItHasNoText() {
    var scan = PdfFile.tree("4 0 R", 1).page(5).stream("", "q 600 0 0 800 0 0 cm /X Do Q".getBytes(StandardCharsets.US_ASCII))
        .stream("/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /DCTDecode",
            new byte[] {(byte) 0xff, (byte) 0xd8, 0}).bytes();
    assertEquals("no text was found on 1 page, perhaps scanned pictures", why(scan));
    var pages = IntStream.range(0, 120).mapToObj(_ -> "").toArray(String[]::new);
    assertEquals("no text was found on the first 100 of 120 pages, perhaps scanned pictures", why(PdfFile.saying(pages)));
  }

  @Test
  void theCountThatADocumentClaimsIsNotBelieved() {
    var claiming = PdfFile.tree("4 0 R", 2_000_000_000).page(5).stream("", drawing("One")).bytes();
    assertEquals("[PDF of 1 page, its text without pictures and layout]\n[page 1]\nOne", words(claiming));
    assertEquals("it has no pages that can be read", why(PdfFile.tree("", 7).bytes()));
  }

  @Test
  void aDocumentMayUnpackRunAndShowSoMuch() throws IOException {
    var budget = WorkBudget.ofADocument();
    assertEquals(16 << 20, budget.streamBytes());
    budget.unpack(96 << 20);
    assertThrows(WorkBudget.Exceeded.class, () -> budget.unpack(1));
    assertEquals(2_000_000, granted(budget::operator));
    assertEquals(600_000, granted(budget::glyph));
  }

  private static int granted(BooleanSupplier more) {
    var granted = 0;
    while (more.getAsBoolean()) {
      granted++;
    }
    return granted;
  }

  /// A small part of what a document gets, so that it is soon spent.
  private static WorkBudget little() {
    return new WorkBudget(16 << 10, 96 << 10, 20_000, 600);
  }

  @Test
  void aPageThatUnpacksWithoutEndIsLeftOut() {
    var bomb = PdfFile.tree("4 0 R 6 0 R", 2).page(5).packed("", ' ', 400 << 10).page(7).stream("", drawing("Two")).bytes();
    assertEquals(new Reading.Words("""
        [PDF of 2 pages, its text without pictures and layout]
        [page 1 left out: it draws too much]
        [page 2]
        Two"""), PdfReader.read(bomb, little()));
  }

  /// Sixteen kilobytes are granted.
  @Test
  void aStreamMayBeSoLargeInEachStepOfItsUnpacking() {
    var drawing = drawing("One");
    var spaces = " ".repeat((16 << 10) - drawing.length - 1).getBytes(StandardCharsets.US_ASCII);
    var one = new Reading.Words("[PDF of 1 page, its text without pictures and layout]\n[page 1]\nOne");
    var none = new Reading.Unreadable("no text could be read on 1 page: damaged or too much to unpack");
    assertEquals(one, drawn("", concat(drawing, spaces)));
    assertEquals(none, drawn("", concat(drawing, concat(spaces, new byte[0]))));
    var hex = HexFormat.of().formatHex(drawing).getBytes(StandardCharsets.US_ASCII);
    assertEquals(one, drawn("/Filter /ASCIIHexDecode", hex));
    assertEquals(one, drawn("/Filter /ASCIIHexDecode", HexFormat.of().formatHex(concat(drawing, spaces)).getBytes(StandardCharsets.US_ASCII)));
    assertEquals(one, drawn("/Filter [/ASCIIHexDecode]", hex));
    assertEquals(none, drawn("/Filter [/ASCIIHexDecode 7]", hex));
    var runs = "8120".repeat(129).getBytes(StandardCharsets.US_ASCII); // each is a blank a hundred and twenty-eight times
    assertEquals(none, drawn("/Filter [/ASCIIHexDecode /RunLengthDecode /ASCIIHexDecode]", runs));
  }

  private static Reading drawn(String entries, byte[] bytes) {
    return PdfReader.read(PdfFile.tree("4 0 R", 1).page(5).stream(entries, bytes).bytes(), little());
  }

  @Test
  void aDamagedPageIsLeftOut() {
    var half = PdfFile.tree("4 0 R 6 0 R", 2).page(5).stream("/Filter /Nothing", drawing("One")).page(7).stream("", drawing("Two")).bytes();
    assertEquals("""
        [PDF of 2 pages, its text without pictures and layout]
        [page 1 left out: it is damaged]
        [page 2]
        Two""", words(half));
  }

  @Test
  void streamsThatAddUpEndTheReading() {
    var bomb = PdfFile.tree("4 0 R ".repeat(50), 50).page(5).packed("", ' ', 15 << 10).bytes();
    assertEquals(new Reading.Unreadable("no text could be read on the first 7 of 50 pages: damaged or too much to unpack"),
        PdfReader.read(bomb, little()));
  }

  @Test
  void formsThatDrawThemselvesEnd() {
    var calls = "/X Do ".repeat(100).getBytes(StandardCharsets.US_ASCII);
    var form = "/Type /XObject /Subtype /Form /BBox [0 0 600 800] /Resources << /XObject << /X 6 0 R >> >>";
    var endless = PdfFile.tree("4 0 R 7 0 R", 2).page(5).stream("", concat(drawing("Before"), calls)).stream(form, calls).page(5).bytes();
    assertEquals(new Reading.Words("""
        [PDF of 2 pages, its text without pictures and layout]
        [page 1]
        Before
        [page 2 left out: it takes more work to read than a document may]"""), PdfReader.read(endless, little()));
  }

  @Test
  void glyphsOverTheAllowanceAreNotShown() {
    var pages = PdfFile.saying("x".repeat(599), "two", "three");
    assertEquals(new Reading.Words("""
        [PDF of 3 pages, its text without pictures and layout]
        [page 1]
        %s
        [page 2]
        t
        [page 3 left out: it takes more work to read than a document may]""".formatted("x".repeat(599))), PdfReader.read(pages, little()));
  }

  /// Where the thousandth state is the last that is kept, so many steps back lead before the change of the font; where all are, behind it.
  @Test
  void statesWithoutEndAreNotKept() {
    var deep = "BT /F 12 Tf 50 750 Td ET " + "q ".repeat(500) + "/G 12 Tf " + "q ".repeat(600) + "Q ".repeat(550) + "BT 50 750 Td (ABC) Tj ET";
    assertEquals("[PDF of 1 page, its text without pictures and layout]\n[page 1]\nABC", words(mapped(deep, "<41> <5a> <0391>")));
    var shallow = "BT /F 12 Tf ET " + "q ".repeat(500) + "/G 12 Tf " + "q ".repeat(499) + "Q ".repeat(499) + "BT 50 750 Td (ABC) Tj ET";
    assertEquals("[PDF of 1 page, its text without pictures and layout]\n[page 1]\nΑΒΓ", words(mapped(shallow, "<41> <5a> <0391>")));
  }

  @Test
  void nestingWithoutEndIsDamage() {
    assertEquals(DAMAGED, why(new String(PdfFile.tree("4 0 R", 1).bytes(), StandardCharsets.ISO_8859_1)
        .replace("[4 0 R]", "[".repeat(200_000)).getBytes(StandardCharsets.ISO_8859_1)));
  }

  @Test
  void charactersAreMapped() {
    assertEquals("[PDF of 1 page, its text without pictures and layout]\n[page 1]\nΑΒΓ", words(mapped(MAPPED, "<41> <5a> <0391>")));
  }

  @Test
  void aCharacterMapOfMillionsIsNotMade() {
    var ranges = "<41> <5a> <0391>" + "<00000100> <000001ff> <0041>\n".repeat(5_000);
    assertEquals("[PDF of 1 page, its text without pictures and layout]\n[page 1]\nABC", words(mapped(MAPPED, ranges)));
  }

  @Test
  void aCharacterOfAMapCountsAsSixteenBytes() {
    var ranges = "<41> <5a> <0391>" + "<00000100> <000001ff> <0041>".repeat(9);
    var most = map(ranges).length() + 16 * (26 + 9 * 256);
    assertEquals(new Reading.Words("[PDF of 1 page, its text without pictures and layout]\n[page 1]\nΑΒΓ"),
        PdfReader.read(mapped(MAPPED, ranges), new WorkBudget(most, 1 << 20, 1_000, 1_000)));
    assertEquals(new Reading.Words("[PDF of 1 page, its text without pictures and layout]\n[page 1]\nABC"),
        PdfReader.read(mapped(MAPPED, ranges), new WorkBudget(most - 1, 1 << 20, 1_000, 1_000)));
  }

  @Test
  void whatNoTextHoldsIsLeftOut() {
    var odd = "<41> <41> <0391> <42> <42> <0007> <43> <43> <0009> <44> <44> <0392>";
    assertEquals("[PDF of 1 page, its text without pictures and layout]\n[page 1]\nΑ\tΒ", words(mapped("BT /G 12 Tf 50 750 Td (ABCD) Tj ET", odd)));
  }

  /// A page with the font `/F` as it is and the font `/G`, whose character map has these ranges.
  private static byte[] mapped(String drawing, String ranges) {
    var bytes = PdfFile.tree("5 0 R", 1).object("<< /Type /Font /Subtype /Type1 /BaseFont /Garamond /Encoding /WinAnsiEncoding /ToUnicode 7 0 R >>")
        .page(6).stream("", drawing.getBytes(StandardCharsets.US_ASCII)).stream("", map(ranges).getBytes(StandardCharsets.US_ASCII)).bytes();
    return new String(bytes, StandardCharsets.ISO_8859_1).replace("/F 3 0 R", "/F 3 0 R /G 4 0 R").getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String map(String ranges) {
    return "/CMapName /M def 1 begincodespacerange <00> <ff> endcodespacerange 9999 beginbfrange " + ranges + " endbfrange";
  }

  @Test
  void aFontThatTheDocumentBringsIsRead() throws IOException {
    var out = new ByteArrayOutputStream();
    try (var document = new PDDocument(); var font = PDDocument.class.getResourceAsStream("/org/apache/pdfbox/resources/ttf/LiberationSans-Regular.ttf")) {
      var page = new PDPage();
      document.addPage(page);
      try (var content = new PDPageContentStream(document, page)) {
        content.beginText();
        content.setFont(PDType0Font.load(document, font), 12);
        content.showText("Zwölf Größen für 7 € (Ωμέγα)");
        content.endText();
      }
      document.save(out);
    }
    assertEquals("[PDF of 1 page, its text without pictures and layout]\n[page 1]\nZwölf Größen für 7 € (Ωμέγα)", words(out.toByteArray()));
  }

  /// Its own program tells how wide its glyphs are; letters of no width would stand on each other, and one of two be left out.
  @Test
  void aFontThatTellsNoWidthsIsMeasured() throws IOException {
    var out = new ByteArrayOutputStream();
    try (var document = new PDDocument(); var file = PDDocument.class.getResourceAsStream("/org/apache/pdfbox/resources/ttf/LiberationSans-Regular.ttf")) {
      var page = new PDPage();
      document.addPage(page);
      var font = PDTrueTypeFont.load(document, file, WinAnsiEncoding.INSTANCE);
      try (var content = new PDPageContentStream(document, page)) {
        content.beginText();
        content.setFont(font, 12);
        content.showText("Hello, Bill");
        content.endText();
      }
      font.getCOSObject().removeItem(COSName.WIDTHS);
      document.save(out);
    }
    assertEquals("[PDF of 1 page, its text without pictures and layout]\n[page 1]\nHello, Bill", words(out.toByteArray()));
  }

  @Test
  void chineseInAFontThatNobodyHasIsRead() {
    for (var kind : List.of("CIDFontType0", "CIDFontType2")) {
      var bytes = PdfFile.tree("6 0 R", 1)
          .object("<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [5 0 R] >>")
          .object("<< /Type /Font /Subtype /" + kind + " /BaseFont /STSong-Light"
              + " /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> >>")
          .page(7).stream("", "BT /F 12 Tf 50 750 Td <4f60597d4e16754c> Tj ET".getBytes(StandardCharsets.US_ASCII)).bytes();
      var chinese = new String(bytes, StandardCharsets.ISO_8859_1).replace("/F 3 0 R", "/F 4 0 R").getBytes(StandardCharsets.ISO_8859_1);
      assertEquals("[PDF of 1 page, its text without pictures and layout]\n[page 1]\n你好世界", words(chinese));
    }
  }

  @Test
  void fontsOfTheMachineAreNotLookedFor(@TempDir Path folder) throws IOException {
    System.setProperty("pdfbox.fontcache", folder.toString());
    assertEquals("[PDF of 1 page, its text without pictures and layout]\n[page 1]\nPlain", words(PdfFile.saying("Plain")));
    assertEquals("true", System.getProperty("java.awt.headless"));
    assertInstanceOf(FallbackFont.class, FontMappers.instance());
    var font = new FallbackFont();
    assertTrue(font.getTrueTypeFont("F", null).isFallback() && font.getFontBoxFont("F", null).isFallback() && font.getCIDFont("F", null, null).isFallback());
    try (var files = Files.list(folder)) {
      assertEquals(List.of(), files.toList());
    }
  }

  @Test
  void nothingIsLogged() {
    assertInstanceOf(NoOpLog.class, LogFactory.getLog(PdfTextTest.class));
  }

  @Test
  void theSameDocumentIsReadOnce() throws Exception {
    var pdf = PdfFile.base64(PdfFile.saying("Only once"));
    Callable<Reading> read = () -> PdfText.of(pdf);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var readings = threads.invokeAll(Collections.nCopies(20, read));
      for (var reading : readings) {
        assertSame(readings.getFirst().get(), reading.get());
      }
    }
  }

  @Test
  void theMemoForgetsWhatWasNotAskedForLast() {
    var cache = new PdfTextCache();
    var reading = new Reading.Words("text");
    IntStream.range(0, 24).forEach(i -> cache.put("" + i, reading));
    cache.get("0");
    cache.put("new", reading);
    assertSame(reading, cache.get("0"));
    assertNull(cache.get("1"));
    assertSame(reading, cache.get("new"));
  }

  private static byte[] encrypted(String password) throws IOException {
    try (var document = Loader.loadPDF(PdfFile.saying("Classified"))) {
      var policy = new StandardProtectionPolicy("owner", password, new AccessPermission());
      policy.setEncryptionKeyLength(256);
      document.protect(policy);
      var out = new ByteArrayOutputStream();
      document.save(out);
      return out.toByteArray();
    }
  }

  private static byte[] drawing(String text) {
    return PdfFile.drawing(text).getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] concat(byte[] first, byte[] second) {
    var both = Arrays.copyOf(first, first.length + 1 + second.length);
    both[first.length] = '\n';
    System.arraycopy(second, 0, both, first.length + 1, second.length);
    return both;
  }

  private static String words(byte[] pdf) {
    return assertInstanceOf(Reading.Words.class, PdfText.of(PdfFile.base64(pdf))).text();
  }

  private static String why(byte[] pdf) {
    return assertInstanceOf(Reading.Unreadable.class, PdfText.of(PdfFile.base64(pdf))).why();
  }
}
