package portside.counting;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// The size of a picture in pixels, read from its header.
record ImageSize(long width, long height) {
  private static final int JPEG_START_OF_FRAME = 0xc0;
  private static final int JPEG_LAST_FRAME = 0xcf;

  /// The size, or empty when the bytes are no PNG, GIF, WebP or JPEG, or end before it.
  static Optional<ImageSize> of(byte[] bytes) {
    try {
      return read(ByteBuffer.wrap(bytes));
    } catch (IndexOutOfBoundsException e) {
      return Optional.empty();
    }
  }

  private static Optional<ImageSize> read(ByteBuffer in) {
    if (in.getInt(0) == 0x89504e47) {
      return size(in.getInt(16), in.getInt(20));
    }
    if (in.getInt(0) == 0x47494638) { // GIF8
      in.order(ByteOrder.LITTLE_ENDIAN);
      return size(in.getShort(6) & 0xffff, in.getShort(8) & 0xffff);
    }
    if (in.getInt(0) == 0x52494646 && in.getInt(8) == 0x57454250) { // RIFF, WEBP
      return webp(in.order(ByteOrder.LITTLE_ENDIAN));
    }
    return (in.getShort(0) & 0xffff) == 0xffd8 ? jpeg(in) : Optional.empty();
  }

  private static Optional<ImageSize> webp(ByteBuffer in) {
    var kind = new byte[4];
    in.get(12, kind);
    return switch (new String(kind, StandardCharsets.US_ASCII)) {
      case "VP8 " -> size(in.getShort(26) & 0x3fff, in.getShort(28) & 0x3fff);
      case "VP8L" -> size((in.getInt(21) & 0x3fff) + 1, (in.getInt(21) >> 14 & 0x3fff) + 1);
      case "VP8X" -> size((in.getInt(24) & 0xffffff) + 1, (in.getInt(27) & 0xffffff) + 1);
      default -> Optional.empty();
    };
  }

  /// Goes from segment to segment until the one that describes the frame.
  private static Optional<ImageSize> jpeg(ByteBuffer in) {
    for (var at = 2; ; at += 2 + (in.getShort(at + 2) & 0xffff)) {
      var marker = in.get(at + 1) & 0xff;
      if ((in.get(at) & 0xff) != 0xff) {
        return Optional.empty();
      }
      if (marker >= JPEG_START_OF_FRAME && marker <= JPEG_LAST_FRAME && marker != 0xc4 && marker != 0xc8 && marker != 0xcc) {
        return size(in.getShort(at + 7) & 0xffff, in.getShort(at + 5) & 0xffff);
      }
    }
  }

  private static Optional<ImageSize> size(long width, long height) {
    return width > 0 && height > 0 ? Optional.of(new ImageSize(width, height)) : Optional.empty();
  }
}
