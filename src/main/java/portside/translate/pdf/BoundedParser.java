package portside.translate.pdf;

import java.io.IOException;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSDocument;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.io.IOUtils;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.apache.pdfbox.pdfparser.PDFParser;

/// PDFBox's parser with streams that ask before they unpack. Everything stays in memory.
final class BoundedParser extends PDFParser {
  BoundedParser(byte[] pdf, WorkBudget budget) throws IOException {
    super(new RandomAccessReadBuffer(pdf), "", null, null, IOUtils.createMemoryOnlyStreamCache());
    document.close(); // the one PDFBox has made, still empty
    document = new COSDocument(IOUtils.createMemoryOnlyStreamCache(), this) {
      @Override
      public COSStream createCOSStream(COSDictionary dictionary, long start, long length) throws IOException {
        var stream = new BoundedStream(createRandomAccessReadView(start, length), budget);
        dictionary.forEach(stream::setItem);
        stream.setKey(dictionary.getKey());
        return stream;
      }
    };
  }
}
