package portside.routing;

import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import portside.provider.KeyRules.Window;
import portside.wire.FaultKind;
import portside.wire.Json;
import portside.wire.Scope;

/// [RoutingState] in a file, `data/routing-<name>.json`. Names of members, models and sessions are in it, digests of addresses, keys and conversations,
/// no text and no path. A member of the object that is missing is empty, one that is not known is left out.
public final class RoutingFile implements RoutingStore {
  private static final int VERSION = 1;

  private final StateFile file;

  /// @param folder made when there is something to keep
  /// @param instance whose file it is
  public RoutingFile(Path folder, String instance) {
    file = new StateFile(folder, "routing", instance, VERSION, "outages, quotas and bindings", System.getLogger(RoutingFile.class.getName()));
  }

  @Override
  public RoutingState load() {
    return file.read(RoutingFile::state, RoutingState.NOTHING);
  }

  @Override
  public boolean save(RoutingState state) {
    return file.write(json -> add(state, json));
  }

  private static void add(RoutingState state, JsonObjectBuilder json) {
    json.add("outs", array(state.outs(), RoutingFile::json))
        .add("use", array(state.use(), RoutingFile::json))
        .add("order", Json.BUILD.createObjectBuilder()
            .add("members", strings(state.preferences().order().members()))
            .add("of", strings(state.preferences().order().of())))
        .add("sessions", object(state.preferences().sessions(), RoutingFile::strings))
        .add("bindings", array(state.bindings(), RoutingFile::json));
  }

  private static RoutingState state(JsonObject json) {
    var order = object(json, "order");
    var sessions = map(object(json, "sessions"), Function.identity(), value -> strings(value.asJsonArray()));
    return new RoutingState(list(json, "outs", RoutingFile::out), list(json, "use", RoutingFile::use),
        new Preferences.Kept(sessions, new Preferences.Order(strings(array(order, "members")), strings(array(order, "of")))),
        list(json, "bindings", RoutingFile::binding));
  }

  private static JsonValue json(RoutingState.Out out) {
    return Json.BUILD.createObjectBuilder().add("scope", out.scope().name()).add("member", out.member()).add("address", out.address())
        .add("key", out.key()).add("model", out.model()).add("reason", out.reason().name()).add("until", out.until().toString())
        .add("level", out.level()).build();
  }

  private static RoutingState.Out out(JsonObject json) {
    return new RoutingState.Out(Scope.valueOf(json.getString("scope")), json.getString("member"), json.getString("address"), json.getString("key"),
        json.getString("model"), FaultKind.valueOf(json.getString("reason")), Instant.parse(json.getString("until")), json.getInt("level"));
  }

  private static JsonValue json(Quotas.Kept use) {
    var json = Json.BUILD.createObjectBuilder().add("address", use.account().address()).add("key", use.account().key())
        .add("pieces", object(named(use.pieces()), RoutingFile::json))
        .add("periods", object(named(use.periods()), period ->
            Json.BUILD.createObjectBuilder().add("start", period.start().toString()).add("amount", json(period.amount())).build()));
    use.untold().ifPresent(untold -> json.add("untold", object(named(untold), RoutingFile::json)));
    return json.build();
  }

  private static Quotas.Kept use(JsonObject json) {
    return new Quotas.Kept(new Account(json.getString("address"), json.getString("key")),
        map(object(json, "pieces"), Long::valueOf, RoutingFile::amount),
        map(object(json, "periods"), Window::valueOf, value ->
            new Quotas.Period(LocalDate.parse(value.asJsonObject().getString("start")), amount(value.asJsonObject().getJsonObject("amount")))),
        json.containsKey("untold") ? Optional.of(map(object(json, "untold"), Long::valueOf, RoutingFile::amount)) : Optional.empty());
  }

  private static JsonValue json(Quotas.Amount amount) {
    return Json.BUILD.createObjectBuilder().add("tokens", amount.tokens()).add("requests", amount.requests()).build();
  }

  private static Quotas.Amount amount(JsonValue json) {
    var amount = json.asJsonObject();
    return new Quotas.Amount(amount.getJsonNumber("tokens").longValue(), amount.getJsonNumber("requests").longValue());
  }

  private static JsonValue json(Bindings.Kept binding) {
    var json = Json.BUILD.createObjectBuilder().add("conversation", binding.conversation()).add("models", binding.models())
        .add("member", binding.member()).add("model", binding.model()).add("key", binding.key())
        .add("since", binding.since().toString()).add("used", binding.used().toString());
    binding.away().ifPresent(away -> json.add("away", away.toString()));
    return json.build();
  }

  private static Bindings.Kept binding(JsonObject json) {
    return new Bindings.Kept(json.getString("conversation"), json.getString("models"), json.getString("member"), json.getString("model"),
        json.getString("key"), Instant.parse(json.getString("since")), Instant.parse(json.getString("used")),
        json.containsKey("away") ? Optional.of(Instant.parse(json.getString("away"))) : Optional.empty());
  }

  private static <T> JsonArrayBuilder array(Collection<T> all, Function<T, JsonValue> json) {
    var array = Json.BUILD.createArrayBuilder();
    all.forEach(one -> array.add(json.apply(one)));
    return array;
  }

  private static JsonArray strings(Collection<String> all) {
    return Json.BUILD.createArrayBuilder(all).build();
  }

  private static <T> JsonObjectBuilder object(Map<String, T> all, Function<T, JsonValue> json) {
    var object = Json.BUILD.createObjectBuilder();
    all.forEach((name, one) -> object.add(name, json.apply(one)));
    return object;
  }

  private static <T> Map<String, T> named(Map<?, T> all) {
    var named = new TreeMap<String, T>();
    all.forEach((key, one) -> named.put(key.toString(), one));
    return named;
  }

  private static <T> List<T> list(JsonObject json, String name, Function<JsonObject, T> reading) {
    return array(json, name).getValuesAs(JsonObject.class).stream().map(reading).toList();
  }

  private static List<String> strings(JsonArray array) {
    return array.getValuesAs(JsonString::getString);
  }

  private static <K, T> Map<K, T> map(JsonObject json, Function<String, K> key, Function<JsonValue, T> reading) {
    var map = new LinkedHashMap<K, T>();
    json.forEach((name, value) -> map.put(key.apply(name), reading.apply(value)));
    return map;
  }

  private static JsonArray array(JsonObject json, String name) {
    return json.containsKey(name) ? json.getJsonArray(name) : JsonValue.EMPTY_JSON_ARRAY;
  }

  private static JsonObject object(JsonObject json, String name) {
    return json.containsKey(name) ? json.getJsonObject(name) : JsonValue.EMPTY_JSON_OBJECT;
  }
}
