package portside.translate.pdf;

import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import org.apache.pdfbox.contentstream.operator.Operator;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.font.PDSimpleFont;
import org.apache.pdfbox.pdmodel.font.PDTrueTypeFont;
import org.apache.pdfbox.pdmodel.font.PDType3Font;
import org.apache.pdfbox.text.PDFTextStripper;
import org.apache.pdfbox.text.TextPosition;

/// Writes the text of one page after another, in the order the document draws it, which programs that make PDFs keep to the order of reading; sorting
/// by place would mix columns. What is over the budget is passed over, and the page keeps what was drawn before.
final class PageText extends PDFTextStripper {
  private static final int DEEPEST_STATE = 1_000;

  private final WorkBudget budget;

  PageText(PDDocument document, WorkBudget budget) {
    this.document = document;
    this.budget = budget;
    setLineSeparator("\n");
    setPageEnd("");
    setShouldSeparateByBeads(false); // takes a look at every bead for every glyph
  }

  /// The words of a page, stripped; empty when it has none.
  ///
  /// @throws WorkBudget.Exceeded when the page draws more than may be unpacked
  String of(PDPage page) throws IOException {
    for (var streams = page.getContentStreams(); streams.hasNext(); ) {
      if (streams.next().getCOSObject() instanceof BoundedStream stream) {
        stream.ask(); // PDFBox unpacks a page's stream past the methods that ask
      }
    }
    var words = new StringWriter();
    output = words;
    processPage(page);
    return clean(words.getBuffer());
  }

  @Override
  protected void processOperator(Operator operator, List<COSBase> operands) throws IOException {
    if (budget.operator() && (getGraphicsStackSize() < DEEPEST_STATE || !operator.getName().equals("q"))) {
      super.processOperator(operator, operands);
    }
  }

  /// A font with a program and without widths would have its glyphs drawn to measure them, and the program of a glyph can call others without end.
  @Override
  protected void showText(byte[] codes) throws IOException {
    if (getGraphicsState().getTextState().getFont() instanceof PDSimpleFont font
        && font.isEmbedded() && !(font instanceof PDTrueTypeFont) && !(font instanceof PDType3Font)
        && font.getCOSObject().getDictionaryObject(COSName.WIDTHS) == null) {
      font.getCOSObject().setInt(COSName.MISSING_WIDTH, 0);
    }
    super.showText(codes);
  }

  @Override
  protected void processTextPosition(TextPosition glyph) {
    if (budget.glyph()) {
      super.processTextPosition(glyph);
    }
  }

  /// Without what no text holds: control characters, and halves of pairs, which come of fonts that name no characters.
  private static String clean(CharSequence text) {
    var clean = new StringBuilder(text.length());
    text.codePoints()
        .filter(c -> c == '\n' || c == '\t' || !Character.isISOControl(c) && Character.getType(c) != Character.SURROGATE)
        .forEach(clean::appendCodePoint);
    return clean.toString().strip();
  }
}
