package portside.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.random.RandomGenerator;

/// Damages bytes without a look at what they mean: some are left out, some put in, the rest may be missing.
final class BadBytes {
  private static final List<byte[]> PUT_IN =
      List.of(bytes(0x80), bytes(0xC0, 0xAF), bytes(0xC3), bytes(0xED, 0xA0, 0x80), bytes(0xF0, 0x9F, 0x98), bytes(0xF8, 0x88), bytes(0xFF, 0xFE), bytes(0xEF, 0xBB, 0xBF),
          bytes(0), text("\""), text("{"), text("}"), text("]"), text(","), text("\\"), text("\\u12"), text("\n"), text("\r"), text("\n\n"), text("\ndata: "), text("\n: "), text("garbage\n"));

  private BadBytes() {}

  /// One to three wounds.
  static byte[] of(byte[] whole, RandomGenerator random) {
    var damaged = whole;
    for (var wounds = 1 + random.nextInt(3); wounds > 0; wounds--) {
      damaged = wound(damaged, random);
    }
    return damaged;
  }

  private static byte[] wound(byte[] whole, RandomGenerator random) {
    var at = random.nextInt(whole.length + 1);
    var out = new ByteArrayOutputStream();
    out.write(whole, 0, at);
    var kind = random.nextInt(10);
    var rest = kind < 4 ? Math.min(whole.length, at + 1 + random.nextInt(20)) : kind == 4 ? whole.length : at;
    if (kind > 2) {
      out.writeBytes(PUT_IN.get(random.nextInt(PUT_IN.size())));
    }
    out.write(whole, rest, whole.length - rest);
    return out.toByteArray();
  }

  private static byte[] bytes(int... values) {
    var bytes = new byte[values.length];
    for (var i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  private static byte[] text(String ascii) {
    return ascii.getBytes(StandardCharsets.US_ASCII);
  }
}
