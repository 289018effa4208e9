package portside.console.models;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import portside.provider.Chain;
import portside.provider.Provider;
import portside.provider.Target;
import portside.provider.copilot.CopilotModel;
import portside.provider.copilot.CopilotModels;
import portside.provider.dialect.Column;
import portside.provider.settings.NearestName;
import portside.wire.Json;

/// Compares the models that env files name with those that their providers list. Each file's provider is asked once, all at the same time.
public final class ModelCheck {
  /// What is found of one model.
  public sealed interface Outcome {}

  /// It is listed, with that window or none.
  ///
  /// @param window tokens; 0 when the list has none
  /// @param as the name it is asked by; empty where that is the one of the file
  public record Listed(long window, String as) implements Outcome {
    /// One that is asked by its own name.
    public Listed(long window) {
      this(window, "");
    }
  }

  /// It is listed with another window than is reckoned with.
  ///
  /// @param window tokens, as listed
  public record OtherWindow(long window) implements Outcome {}

  /// It is not listed.
  ///
  /// @param nearest names that may have been meant
  public record Unknown(List<String> nearest) implements Outcome {}

  /// @param known the window that is reckoned with; 0 for none
  public record Model(String name, long known, Outcome outcome) {}

  /// What is found of one provider.
  ///
  /// @param answer what came of asking it
  /// @param models those its env file or a chain names; none without a list
  public record Checked(Provider provider, ModelListRequest.Result answer, List<Model> models) {
    /// Whether something is wrong that a person has to put right.
    public boolean faulty() {
      return answer instanceof ModelListRequest.Failed || models.stream().anyMatch(model -> model.outcome() instanceof Unknown);
    }
  }

  private final ModelListRequest request;

  /// @param request asks for the lists
  public ModelCheck(ModelListRequest request) {
    this.request = request;
  }

  /// Checks the members of these chains; one that belongs to several is asked once.
  public List<Checked> of(Collection<Chain> chains) throws InterruptedException {
    SequencedMap<String, Named> all = new LinkedHashMap<>();
    for (var chain : chains) {
      for (var member : chain.members()) {
        all.computeIfAbsent(member.source(), _ -> new Named(member, new LinkedHashSet<>())).models().addAll(named(chain, member));
      }
    }
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var coming = threads.invokeAll(all.values().stream().map(one -> (Callable<Checked>) () -> checked(one, request.ask(one.provider()))).toList());
      return coming.stream().map(Future::resultNow).toList();
    }
  }

  /// The models that are named of a provider.
  private record Named(Provider provider, SequencedSet<String> models) {}

  /// Those of its own file, and those the chain names for it.
  private static List<String> named(Chain chain, Provider member) {
    var targets = Stream.concat(chain.orders().values().stream().flatMap(List::stream), chain.routes().stream().flatMap(route -> route.targets().stream()));
    var byChain = targets.filter(target -> target.member().equals(member.name()))
        .flatMap(target -> target.model() instanceof Target.Named named ? Stream.of(named.model()) : Stream.empty());
    return Stream.concat(member.models().distinct().stream(), byChain).distinct().toList();
  }

  private static Checked checked(Named named, ModelListRequest.Result answer) {
    var provider = named.provider();
    if (!(answer instanceof ModelListRequest.Answered(var list, var raw))) {
      return new Checked(provider, answer, List.of());
    }
    var offer = provider.dialect().offersByAccount() ? offer(raw) : Optional.<CopilotModels>empty();
    if (offer.isPresent()) {
      return offered(named, offer.get(), (ModelListRequest.Answered) answer);
    }
    return new Checked(provider, answer, named.models().stream().map(name -> {
      long known = provider.dialect().row(name).get(Column.CONTEXT_WINDOW);
      return new Model(name, known, list.find(name).map(listed -> outcome(listed.window(), known)).orElseGet(() -> new Unknown(list.nearest(name))));
    }).toList());
  }

  private static Optional<CopilotModels> offer(String raw) {
    try {
      return CopilotModels.read(Json.object(raw));
    } catch (Json.Malformed none) {
      return Optional.empty();
    }
  }

  /// GitHub Copilot's own list is what its models are reckoned with, and says which of them a name means.
  private static Checked offered(Named named, CopilotModels models, ModelListRequest.Answered answer) {
    return new Checked(named.provider(), answer, named.models().stream().map(name -> {
      var meant = models.named(models.resolved(Provider.Models.bare(name), Provider.Models.wide(name))).filter(CopilotModel::usable);
      return new Model(name, meant.map(CopilotModel::mostPrompt).orElse(0L), meant.<Outcome>map(model -> new Listed(model.mostPrompt(), model.id().equals(name) ? "" : model.id()))
          .orElseGet(() -> new Unknown(NearestName.nearest(name, models.usable().stream().map(CopilotModel::id).toList(), 3))));
    }).toList());
  }

  private static Outcome outcome(long listed, long known) {
    return listed == 0 || listed == known ? new Listed(listed) : new OtherWindow(listed);
  }
}
