package portside.translate.pdf;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import portside.translate.pdf.PdfText.Reading;

class BoundedStreamTest {
  /// Decoders of pictures are native code; they see nothing of a document, wherever it names them.
  @ParameterizedTest
  @ValueSource(strings = {"/DCTDecode", "/DCT", "/CCITTFaxDecode", "/CCF", "/JPXDecode", "/JBIG2Decode", "[/ASCIIHexDecode /DCTDecode]"})
  void picturesAreNotUnpacked(String filter) {
    var drawing = "BT /F 12 Tf 50 750 Td (Two) Tj ET".getBytes(StandardCharsets.US_ASCII);
    var pages = PdfFile.tree("4 0 R 6 0 R", 2).page(5).stream("/Filter " + filter, drawing).page(7).stream("", drawing).bytes();
    assertEquals(new Reading.Words("""
        [PDF of 2 pages, its text without pictures and layout]
        [page 1 left out: it draws too much]
        [page 2]
        Two"""), PdfReader.read(pages));
  }
}
