package portside.translate.pdf;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSInputStream;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.filter.DecodeOptions;
import org.apache.pdfbox.filter.FilterFactory;
import org.apache.pdfbox.io.RandomAccessRead;
import org.apache.pdfbox.io.RandomAccessReadView;

/// A stream that is unpacked once with a bound before PDFBox, which has none, unpacks it: a kilobyte can hold a megabyte, and filters can stand
/// behind each other. Pictures are refused, as their decoders are native code and nobody looks at them here.
final class BoundedStream extends COSStream {
  private static final Set<COSName> PICTURES = Set.of(COSName.DCT_DECODE, COSName.DCT_DECODE_ABBREVIATION, COSName.CCITTFAX_DECODE,
      COSName.CCITTFAX_DECODE_ABBREVIATION, COSName.JPX_DECODE, COSName.JBIG2_DECODE);
  private static final int BYTES_OF_A_CODE = 16;
  private static final long TOO_MUCH = Long.MAX_VALUE;

  private final WorkBudget budget;
  /// What unpacking costs; 0 when it is not known yet.
  private long cost;

  BoundedStream(RandomAccessReadView view, WorkBudget budget) throws IOException {
    super(null, view);
    this.budget = budget;
  }

  @Override
  public COSInputStream createInputStream(DecodeOptions options) throws IOException {
    ask();
    return super.createInputStream(options);
  }

  @Override
  public RandomAccessRead createView() throws IOException {
    ask();
    return super.createView();
  }

  /// Takes what unpacking costs from the budget, each time anew.
  ///
  /// @throws WorkBudget.Exceeded when this stream must not be unpacked
  void ask() throws IOException {
    if (cost == 0) {
      cost = cost();
    }
    if (cost == TOO_MUCH) {
      throw new WorkBudget.Exceeded();
    }
    budget.unpack(cost);
  }

  private long cost() throws IOException {
    var filters = filters();
    if (filters.stream().anyMatch(PICTURES::contains)) {
      return TOO_MUCH;
    }
    try {
      return unpacked(filters);
    } catch (WorkBudget.Exceeded e) {
      return TOO_MUCH;
    }
  }

  /// The size of the largest step of unpacking, and the work that a character map asks for beyond.
  private long unpacked(List<COSName> filters) throws IOException {
    InputStream in = createRawInputStream();
    long largest = 1;
    for (var i = 0; i < filters.size(); i++) {
      var out = new Bounded(budget.streamBytes());
      FilterFactory.INSTANCE.getFilter(filters.get(i)).decode(in, out, this, i);
      largest = Math.max(largest, out.kept.size());
      in = new ByteArrayInputStream(out.kept.toByteArray());
    }
    var plain = in.readNBytes(budget.streamBytes() + 1);
    var work = Math.max(largest, plain.length) + CharacterRanges.codes(plain) * BYTES_OF_A_CODE;
    if (work > budget.streamBytes()) {
      throw new WorkBudget.Exceeded();
    }
    return work;
  }

  private List<COSName> filters() throws IOException {
    var names = new ArrayList<COSName>();
    switch (getFilters()) {
      case COSName name -> names.add(name);
      case COSArray array -> {
        for (var name : array) {
          if (!(name instanceof COSName filter)) {
            throw new IOException("a filter that is not a name");
          }
          names.add(filter);
        }
      }
      case null, default -> {}
    }
    return names;
  }

  /// Holds no more than one stream may unpack to.
  private static final class Bounded extends OutputStream {
    private final int most;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();

    Bounded(int most) {
      this.most = most;
    }

    @Override
    public void write(int one) throws IOException {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      if (kept.size() + length > most) {
        throw new WorkBudget.Exceeded();
      }
      kept.write(bytes, offset, length);
    }
  }
}
