package portside.translate.fault;

/// A text that counts how often one of its characters is read, which is what a search costs.
final class CountedText implements CharSequence {
  private final String text;
  private final long[] read;

  CountedText(String text) {
    this(text, new long[1]);
  }

  private CountedText(String text, long[] read) {
    this.text = text;
    this.read = read;
  }

  long read() {
    return read[0];
  }

  @Override
  public char charAt(int index) {
    read[0]++;
    return text.charAt(index);
  }

  @Override
  public int length() {
    return text.length();
  }

  @Override
  public CharSequence subSequence(int start, int end) {
    return new CountedText(text.substring(start, end), read);
  }

  @Override
  public String toString() {
    return text;
  }
}
