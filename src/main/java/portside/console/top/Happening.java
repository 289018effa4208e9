package portside.console.top;

import java.util.List;
import java.util.Map;
import portside.status.RunningInstance;

/// What changes the picture: news of instances, keys, the terminal.
sealed interface Happening {
  /// News of instances.
  sealed interface News extends Happening {
    /// These run now.
    record Found(List<RunningInstance> running) implements News {}

    /// An overview of all.
    record Overviewed(Overview overview) implements News {}

    /// An instance did not answer.
    ///
    /// @param problem in a few words
    record Unanswered(String instance, String problem) implements News {}

    /// A request is being answered.
    record Began(RunningRequest request) implements News {}

    /// A request has ended.
    record Ended(RequestRow row) implements News {}

    /// The state of an instance changed.
    record Changed(Overview.InstanceState state) implements News {}

    /// How many tokens running requests have so far, by id.
    record Progressed(Map<String, Long> output) implements News {}

    /// Requests of earlier.
    record Remembered(List<RequestRow> rows) implements News {}

    /// Today's sums of a pane.
    record Summed(Pane pane, List<Group> groups) implements News {}

    /// The end of an instance's log.
    record Logged(String instance, List<LogLine> lines) implements News {}

    /// A request with its attempts.
    record Detailed(RequestDetails details) implements News {}

    /// What came of something that was asked for, for the last line.
    record Said(String words) implements News {}
  }

  /// A key was pressed.
  record Pressed(Key key) implements Happening {}

  /// The terminal has another size.
  record Resized(int columns, int rows) implements Happening {}

  /// The terminal is gone, or this process is to end.
  record Closed() implements Happening {}
}
