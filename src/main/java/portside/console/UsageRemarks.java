package portside.console;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import portside.ledger.UsageSums;
import portside.ledger.index.Dimension;
import portside.ledger.index.UsageIndex;
import portside.ledger.index.UsageQuery;

/// What has to be known about sums that are not exact.
final class UsageRemarks {
  private static final int MOST_NAMES = 5;

  private UsageRemarks() {}

  /// A sentence for each reason.
  static List<String> of(UsageIndex index, UsageQuery query, UsageSums total) {
    var remarks = new ArrayList<String>();
    var lost = total.estimated() == 0 ? 0 : Math.min(index.lost(query), total.estimated());
    var estimated = total.estimated() - lost;
    if (estimated > 0) {
      remarks.add((estimated == 1 ? "1 count is an estimate" : estimated + " counts are estimates") + ": the answer ended before the provider counted.");
    }
    if (lost > 0) {
      remarks.add((lost == 1 ? "1 request was lost when its process ended: its tokens are" : lost + " requests were lost when their process ended: their tokens are")
          + " an estimate, what was paid is unknown.");
    }
    if (total.unpriced() > 0) {
      remarks.add(unpriced(index, query, total.unpriced()));
    }
    return remarks;
  }

  private static String unpriced(UsageIndex index, UsageQuery query, long count) {
    var byModel = index.usage(new UsageQuery(query.since(), query.until(), query.zone(), List.of(Dimension.MODEL, Dimension.PROVIDER), query.filter()));
    var names = byModel.groups().stream().filter(group -> group.sums().unpriced() > 0)
        .map(group -> group.of().get(Dimension.MODEL) + " at " + group.of().get(Dimension.PROVIDER)).toList();
    var more = names.size() > MOST_NAMES ? " and " + (names.size() - MOST_NAMES) + " more" : "";
    return (count == 1 ? "1 request has no price: " : count + " requests have no price: ") + names.stream().limit(MOST_NAMES).collect(Collectors.joining(", ")) + more
        + ". Add " + (names.size() == 1 ? "it" : "them") + " to env/prices.json.";
  }
}
