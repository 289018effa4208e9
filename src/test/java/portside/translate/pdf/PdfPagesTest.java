package portside.translate.pdf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import portside.translate.pdf.PdfText.Reading;

/// Where the text of a document ends.
class PdfPagesTest {
  @Test
  void asManyCharactersAsTheCapAreNotCut() {
    var pages = new PdfPages(2);
    pages.add("x".repeat(199_999));
    assertFalse(pages.full());
    pages.add("y");
    assertTrue(pages.full());
    assertTrue(((Reading.Words) pages.reading()).text().endsWith("x\n[page 2]\ny"));
  }

  @Test
  void aPageIsNotCutInsideACharacter() {
    var pages = new PdfPages(1);
    pages.add("x".repeat(199_999) + "😀");
    assertTrue(((Reading.Words) pages.reading()).text().endsWith("x\n[page 1 is cut here: only the first 200000 characters are shown]"));
    pages = new PdfPages(1);
    pages.add("x".repeat(199_998) + "😀y");
    assertTrue(((Reading.Words) pages.reading()).text().endsWith("x😀\n[page 1 is cut here: only the first 200000 characters are shown]"));
  }

  @Test
  void pagesThatStayUnreadAreNamed() {
    var pages = new PdfPages(3);
    pages.add("a");
    pages.leave("it is torn");
    pages.stop("enough");
    assertEquals("[PDF of 3 pages, its text without pictures and layout]\n[page 1]\na\n[page 2 left out: it is torn]\n[page 3 left out: enough]",
        ((Reading.Words) pages.reading()).text());
    pages = new PdfPages(3);
    pages.add("a");
    pages.stop("enough");
    assertTrue(((Reading.Words) pages.reading()).text().endsWith("\n[pages 2 to 3 left out: enough]"));
  }
}
