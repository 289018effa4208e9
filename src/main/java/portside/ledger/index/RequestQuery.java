package portside.ledger.index;

import java.time.Instant;

/// Which requests are listed.
///
/// @param limit as many at most
/// @param before the cursor of a page before; empty for the newest
/// @param since the first moment that counts
/// @param text stands somewhere in one of the columns for people; empty for any
/// @param instance its name; empty for all
/// @param model the provider's name of it, with `*` for anything; empty for all
/// @param result such as `ok`, or `failed` for all that did; empty for all
public record RequestQuery(int limit, String before, Instant since, String text, String instance, String model, String result) {
  /// The newest.
  public static RequestQuery newest(int limit) {
    return new RequestQuery(limit, "", Instant.MIN, "", "", "", "");
  }
}
