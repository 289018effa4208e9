package portside.wire;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// Writes the name of an instance as a part of the names of its files. Two names never have the same part: letters and digits of ASCII, `.`, `_` and `-` stand for
/// themselves, each other byte of UTF-8 is `%` and two digits (RFC 3986 §2.1). A long name is cut, and its SHA-256 stands behind `%%`.
public final class FileName {
  private static final int LONGEST = 150;
  private static final int DIGEST = 32;
  private static final String CUT = "%%";

  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private FileName() {}

  /// The part for an instance: 150 characters of ASCII at most.
  public static String of(String instance) {
    var bytes = instance.getBytes(StandardCharsets.UTF_8);
    var part = new StringBuilder();
    for (var one : bytes) {
      if (standsForItself(one)) {
        part.append((char) one);
      } else {
        part.append('%').append(HEX.toHexDigits(one));
      }
    }
    return part.length() <= LONGEST ? part.toString() : part.substring(0, LONGEST - DIGEST - CUT.length()) + CUT + digest(bytes);
  }

  /// The part as earlier versions wrote it, in which several names may have the same; to find their files.
  public static String shared(String instance) {
    return instance.replaceAll("[^A-Za-z0-9._-]", "_");
  }

  /// The instance of such a part; the part itself where it is cut, or no such part.
  public static String instance(String part) {
    try {
      var bytes = new byte[part.length()];
      var length = 0;
      for (var at = 0; at < part.length(); at++) {
        if (part.charAt(at) == '%') {
          bytes[length++] = (byte) HexFormat.fromHexDigits(part, at + 1, at + 3);
          at += 2;
        } else {
          bytes[length++] = (byte) part.charAt(at);
        }
      }
      var instance = new String(bytes, 0, length, StandardCharsets.UTF_8);
      return of(instance).equals(part) ? instance : part;
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      return part;
    }
  }

  private static boolean standsForItself(byte one) {
    return one >= 'a' && one <= 'z' || one >= 'A' && one <= 'Z' || one >= '0' && one <= '9' || one == '.' || one == '_' || one == '-';
  }

  private static String digest(byte[] bytes) {
    try {
      return HEX.formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)).substring(0, DIGEST);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible); // every Java has it
    }
  }
}
