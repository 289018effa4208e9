package bench;

import java.io.IOException;
import java.util.List;

/// What can be measured, by the name a person types.
enum Figure {
  LAUNCH("launch", LaunchFigure::measure),
  WARM_UP("warm-up", WarmUpFigure::measure),
  FIRST_BYTE("first-byte", FirstByteFigure::measure),
  CHUNK("chunk", ChunkFigure::measure),
  SATURATED("saturated", SaturatedFigure::measure),
  CROWD("crowd", CrowdFigure::measure),
  COUNT_TOKENS("count-tokens", CountTokensFigure::measure),
  CHAIN("chain", ChainFigure::measure),
  MEMORY("memory", MemoryFigure::measure),
  OPERATOR("operator", OperatorFigure::measure);

  /// Takes the stage, gives lines of the table.
  interface Measurement {
    List<Row> measure(Stage stage, Effort effort) throws IOException, InterruptedException;
  }

  private final String title;
  private final Measurement measurement;

  Figure(String title, Measurement measurement) {
    this.title = title;
    this.measurement = measurement;
  }

  String title() {
    return title;
  }

  List<Row> measure(Stage stage, Effort effort) throws IOException, InterruptedException {
    return measurement.measure(stage, effort);
  }
}
