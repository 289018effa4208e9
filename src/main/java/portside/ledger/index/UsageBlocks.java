package portside.ledger.index;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import portside.ledger.UsageSums;

/// Lays windows of five hours over sums of 15 minutes: one begins with the hour of the first request that no window before it holds.
final class UsageBlocks {
  private UsageBlocks() {}

  /// The oldest first.
  ///
  /// @param quarters sums by the beginnings of their 15 minutes
  static List<UsageBlock> of(SortedMap<Instant, UsageSums> quarters) {
    var blocks = new ArrayList<UsageBlock>();
    quarters.forEach((at, sums) -> {
      if (!blocks.isEmpty() && at.isBefore(blocks.getLast().end())) {
        var block = blocks.removeLast();
        blocks.add(new UsageBlock(block.start(), block.sums().plus(sums), block.first()));
      } else {
        blocks.add(new UsageBlock(at.truncatedTo(ChronoUnit.HOURS), sums, at));
      }
    });
    return blocks;
  }
}
