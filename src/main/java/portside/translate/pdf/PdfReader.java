package portside.translate.pdf;

import java.io.IOException;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.encryption.InvalidPasswordException;
import org.apache.pdfbox.pdmodel.font.FontMappers;
import portside.translate.pdf.PdfText.Reading;

/// Where PDFBox begins: bytes that may be anything → what can be told of them. No files, no network, no fonts of the machine.
final class PdfReader {
  private static final String TOO_MUCH_WORK = "it takes more work to read than a document may";

  static {
    // PDFBox unpacks a picture of its own when it starts; without this Java opens the way to a screen for it, on a Mac with an icon in the dock.
    System.setProperty("java.awt.headless", "true");
    FontMappers.set(new FallbackFont());
  }

  private PdfReader() {}

  static Reading read(byte[] bytes) {
    return read(bytes, WorkBudget.ofADocument());
  }

  static Reading read(byte[] bytes, WorkBudget budget) {
    try (var document = new BoundedParser(bytes, budget).parse()) {
      return pages(document, budget);
    } catch (InvalidPasswordException e) {
      return new Reading.Unreadable("it is encrypted and needs a password");
    } catch (OutOfMemoryError e) {
      return new Reading.Unreadable(TOO_MUCH_WORK);
    } catch (IOException | RuntimeException | StackOverflowError | LinkageError e) {
      // Hostile and half-written files end in any of these; a missing class is that of a rare kind of encryption.
      return new Reading.Unreadable(budget.spent() ? TOO_MUCH_WORK : "it is damaged or of a kind that cannot be read");
    }
  }

  private static Reading pages(PDDocument document, WorkBudget budget) {
    var all = 0;
    for (var _ : document.getPages()) {
      all++; // what the document says of itself may be anything
    }
    if (all == 0) {
      return new Reading.Unreadable(budget.spent() ? TOO_MUCH_WORK : "it has no pages that can be read");
    }
    var pages = new PdfPages(all);
    var text = new PageText(document, budget);
    for (var page : document.getPages()) {
      if (pages.read() == PdfPages.MOST_PAGES) {
        pages.stop("only the first " + PdfPages.MOST_PAGES + " pages are read");
      } else if (pages.full()) {
        pages.stop("only the first " + PdfPages.MOST_CHARACTERS + " characters are shown");
      } else if (budget.spent()) {
        pages.stop(TOO_MUCH_WORK);
      } else {
        read(page, text, pages);
        continue;
      }
      break;
    }
    return pages.reading();
  }

  private static void read(PDPage page, PageText text, PdfPages pages) {
    try {
      pages.add(text.of(page));
    } catch (WorkBudget.Exceeded e) {
      pages.leave("it draws too much");
    } catch (IOException | RuntimeException | StackOverflowError e) {
      pages.leave("it is damaged");
    }
  }
}
