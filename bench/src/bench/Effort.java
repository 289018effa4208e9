package bench;

/// How long a run takes its time.
///
/// @param launches of each kind
/// @param asks timed requests per size and route
/// @param rounds in which the routes take turns
/// @param seconds of one measured window
record Effort(int launches, int asks, int rounds, int seconds) {
  static final Effort FULL = new Effort(11, 2000, 3, 12);
  static final Effort QUICK = new Effort(5, 500, 1, 5);
}
