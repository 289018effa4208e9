package portside.translate.request;

/// Tells what base64 holds from its first characters, which encode the magic bytes.
final class MediaType {
  private MediaType() {}

  /// The type the bytes show, else the declared one, else JPEG.
  static String of(String declared, String base64) {
    if (base64.startsWith("iVBORw0KGgo")) {
      return "image/png";
    }
    if (base64.startsWith("/9j/")) {
      return "image/jpeg";
    }
    if (base64.startsWith("R0lGOD")) {
      return "image/gif";
    }
    if (base64.startsWith("UklGR") && base64.startsWith("XRUJQ", 11)) { // RIFF....WEBP
      return "image/webp";
    }
    if (base64.startsWith("JVBERi")) {
      return "application/pdf";
    }
    return declared.isBlank() ? "image/jpeg" : declared;
  }
}
