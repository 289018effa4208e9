/// PDFs as text. The only room that knows PDFBox.
@NullMarked
package portside.translate.pdf;

import org.jspecify.annotations.NullMarked;
