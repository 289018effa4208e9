package portside.wire;

/// One page that a web search found.
///
/// @param title never blank; the address where the engine gave none
/// @param url of the page
/// @param text what the engine quotes of it, for the model alone; empty for nothing
public record SearchHit(String title, String url, String text) {
  public SearchHit {
    title = title.isBlank() ? url : title;
  }
}
