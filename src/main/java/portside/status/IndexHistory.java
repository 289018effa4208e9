package portside.status;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import portside.ledger.UsageSums;
import portside.ledger.index.Dimension;
import portside.ledger.index.RequestPage;
import portside.ledger.index.RequestQuery;
import portside.ledger.index.UsageFilter;
import portside.ledger.index.UsageIndex;
import portside.ledger.index.UsageQuery;
import portside.wire.Json;

/// The history of a data folder, from the index of its journal. The index is opened with the first question; where nothing was recorded none is made.
///
/// Questions are answered one after the other on a platform thread, which ends when none has come for a minute. The database is native code, and would
/// keep a processor from the virtual threads of requests for as long as it takes.
public final class IndexHistory implements History {
  private static final Duration IDLE = Duration.ofMinutes(1);
  private static final Duration LAST = Duration.ofSeconds(2);

  private final Path data;
  private final ThreadPoolExecutor thread = new ThreadPoolExecutor(1, 1, IDLE.toSeconds(), TimeUnit.SECONDS, new LinkedBlockingQueue<>(),
      Thread.ofPlatform().daemon().name("history").factory());
  private @Nullable UsageIndex index;

  /// @param data holds the journal in `ledger`
  public IndexHistory(Path data) {
    this.data = data;
    thread.allowCoreThreadTimeOut(true);
  }

  @Override
  public Day day(Instant since, Instant now) {
    return asked(there -> {
      var today = there.usage(new UsageQuery(since, Instant.MAX, ZoneId.of("UTC"), List.of(Dimension.INSTANCE), UsageFilter.ALL));
      var byInstance = new HashMap<String, UsageSums>();
      today.groups().forEach(group -> byInstance.merge(group.of().getOrDefault(Dimension.INSTANCE, ""), group.sums(), UsageSums::plus));
      var lastHour = there.usage(new UsageQuery(now.minus(Duration.ofHours(1)), Instant.MAX, ZoneId.of("UTC"), List.of(), UsageFilter.ALL)).total();
      return new Day(byInstance, lastHour.cost(), there.medianFirstMillis(since));
    }).orElseGet(() -> NONE.day(since, now));
  }

  @Override
  public JsonObject usage(UsageQuestion question) {
    var by = question.by().stream().flatMap(name -> Dimension.named(name).stream()).toList();
    var filter = new UsageFilter(question.backend().stream().toList(), question.model().orElse(""), question.project().orElse(""));
    return asked(there -> UsageJson.of(there.usage(new UsageQuery(question.since(), question.until(), question.zone(), by, filter))))
        .orElseGet(() -> NONE.usage(question));
  }

  @Override
  public JsonObject requests(RequestsQuestion question) {
    var slowest = question.slowestSince().isPresent();
    var query = new RequestQuery(question.limit(), slowest ? "" : question.before().orElse(""), question.slowestSince().orElse(Instant.MIN), question.text().orElse(""), question.instance().orElse(""),
        question.model().orElse(""), question.result().orElse(""));
    return asked(there -> {
      var page = slowest ? new RequestPage(there.slowest(query), "") : there.requests(query);
      var rows = Json.BUILD.createArrayBuilder();
      page.requests().forEach(rows::add);
      return Json.BUILD.createObjectBuilder().add("requests", rows).add("before", page.before().isEmpty() ? JsonValue.NULL : Json.quoted(page.before())).build();
    }).orElseGet(() -> NONE.requests(question));
  }

  @Override
  public Optional<JsonObject> request(String idOrPrefix) {
    return asked(there -> there.request(idOrPrefix)).flatMap(found -> found);
  }

  /// The answer of the index as it is now; empty where nothing was recorded.
  private <T> Optional<T> asked(Function<UsageIndex, T> question) {
    if (!Files.isDirectory(data.resolve("ledger"))) {
      return Optional.empty();
    }
    try {
      return Optional.of(thread.submit(() -> {
        var there = index == null ? UsageIndex.open(data) : index;
        index = there;
        there.refresh();
        return question.apply(there);
      }).get());
    } catch (ExecutionException failed) {
      var cause = failed.getCause() == null ? failed : failed.getCause();
      throw new UncheckedIOException(new IOException(cause.getMessage() == null ? cause.toString() : cause.getMessage(), cause));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } catch (RejectedExecutionException closed) {
      return Optional.empty();
    }
  }

  /// Waits for a question that is being answered, for two seconds at most: its folder may be gone thereafter.
  @Override
  public void close() {
    thread.execute(() -> {
      if (index != null) {
        index.close();
      }
    });
    thread.shutdown();
    try {
      var _ = thread.awaitTermination(LAST.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
