package portside.translate.textcalls;

import java.util.List;
import java.util.StringJoiner;
import java.util.function.Predicate;
import portside.translate.answer.RawJson;

/// One way to write a tool call, after what announces it.
interface CallForm {
  /// Reads one call, or several where the form holds several.
  ///
  /// @param known whether a name is that of a tool on offer
  void read(TextCursor text, Predicate<String> known, List<TextCall> out) throws NotACall;

  /// `{"name":"Bash","arguments":{…}}`; some write `parameters`, some encode the object once more.
  CallForm JSON = (text, known, out) -> out.add(named(text.object(), known));

  /// The same, or an array of them, or `Bash{…}` with `[CALL_ID]…` and `[ARGS]` before the object (Mistral).
  CallForm MISTRAL = (text, known, out) -> {
    text.blanks();
    if (text.sees("[")) {
      for (var element : RawJson.elements(text.json())) {
        if (!RawJson.isObject(element)) {
          throw NotACall.NEVER;
        }
        out.add(named(element, known));
      }
      return;
    }
    var name = text.name("{");
    text.back("{");
    out.add(new TextCall(check(name.replaceFirst("(?s)\\[.*", "").strip(), known), text.object(), true));
  };

  /// `<function=Bash><parameter=command>ls</parameter></function>` (Qwen3-Coder): a line feed on each side of a value does not belong to it.
  CallForm QWEN = (text, known, out) -> {
    text.take("<function=");
    var name = check(text.name(">"), known);
    var arguments = new StringJoiner(",", "{", "}");
    for (text.blanks(); !text.takes("</function>"); text.blanks()) {
      text.take("<parameter=");
      var key = text.name(">");
      var value = text.value("</parameter>", List.of("<parameter=", "</function>"));
      value = value.startsWith("\n") ? value.substring(1) : value;
      arguments.add(member(key, value.endsWith("\n") ? value.substring(0, value.length() - 1) : value));
    }
    out.add(new TextCall(name, arguments.toString(), false));
  };

  /// `Bash<arg_key>command</arg_key><arg_value>ls</arg_value>` (GLM).
  CallForm GLM = (text, known, out) -> {
    var name = check(text.name("<"), known);
    text.back("<");
    var arguments = new StringJoiner(",", "{", "}");
    for (text.blanks(); !text.sees("</tool_call>"); text.blanks()) {
      text.take("<arg_key>");
      var key = text.name("</arg_key>");
      text.blanks();
      text.take("<arg_value>");
      arguments.add(member(key, text.value("</arg_value>", List.of("<arg_key>", "</tool_call>"))));
    }
    out.add(new TextCall(name, arguments.toString(), false));
  };

  /// What stands between `<tool_call>` and `</tool_call>`: JSON (Hermes, Qwen), or one of the two forms above.
  CallForm TOOL_CALL = (text, known, out) -> {
    text.blanks();
    (text.sees("{") ? JSON : text.sees("<function=") ? QWEN : GLM).read(text, known, out);
  };

  /// `functions.Bash:0`, then the arguments (Kimi).
  CallForm KIMI = (text, known, out) -> {
    text.take("<|tool_call_begin|>");
    var name = text.name("<|tool_call_argument_begin|>");
    out.add(new TextCall(check(name.replaceFirst(":[^:]*$", ""), known), text.object(), true));
    text.blanks();
    text.take("<|tool_call_end|>");
  };

  /// Name, separator and arguments (DeepSeek V3.1); V3 puts `function` first and the arguments in a code fence.
  CallForm DEEPSEEK = (text, known, out) -> {
    text.take("<｜tool▁call▁begin｜>");
    var name = text.name("<｜tool▁sep｜>");
    boolean fenced = name.equals("function") && !known.test(name);
    name = check(fenced ? text.name("```json") : name, known);
    out.add(new TextCall(name, text.object(), true));
    text.blanks();
    if (fenced) {
      text.take("```");
      text.blanks();
    }
    text.take("<｜tool▁call▁end｜>");
  };

  /// `to=functions.Bash <|constrain|>json<|message|>{…}<|call|>` (gpt-oss); `<|call|>` ends the answer, so it often does not come.
  CallForm HARMONY = (text, known, out) -> {
    var header = text.name("<|message|>");
    int end = 0;
    while (end < header.length() && !Character.isWhitespace(header.charAt(end)) && header.charAt(end) != '<') {
      end++;
    }
    out.add(new TextCall(check(header.substring(0, end), known), text.object(), true));
    text.blanks();
    if (!text.isAtEnd() && !text.takes("<|call|>")) {
      text.take("<|end|>");
    }
  };

  /// `<invoke name="Bash"><parameter name="command">ls</parameter></invoke>` (Claude, MiniMax; DeepSeek V3.2 on with a prefix).
  ///
  /// @param prefix of each tag's name
  static CallForm invoke(String prefix) {
    return (text, known, out) -> {
      text.take("<" + prefix + "invoke name=\"");
      var name = check(text.name("\""), known);
      text.take(">");
      var arguments = new StringJoiner(",", "{", "}");
      for (text.blanks(); !text.takes("</" + prefix + "invoke>"); text.blanks()) {
        text.take("<" + prefix + "parameter name=\"");
        var key = text.name("\"");
        var attributes = text.name(">");
        var value = text.value("</" + prefix + "parameter>", List.of("<" + prefix + "parameter name=\"", "</" + prefix + "invoke>"));
        boolean json = attributes.contains("string=\"false\"") && RawJson.isValue(value);
        arguments.add(json ? RawJson.quoted(key) + ":" + value.strip() : member(key, value));
      }
      out.add(new TextCall(name, arguments.toString(), false));
    };
  }

  private static TextCall named(String object, Predicate<String> known) throws NotACall {
    String name = null;
    var arguments = "{}";
    for (var member : RawJson.members(object)) {
      switch (member.name()) {
        case "name" -> name = RawJson.string(member.value());
        case "arguments", "parameters" -> arguments = member.value().startsWith("\"") ? RawJson.string(member.value()) : member.value();
        default -> {}
      }
    }
    if (name == null || !RawJson.isObject(arguments)) {
      throw NotACall.NEVER;
    }
    return new TextCall(check(name, known), arguments, true);
  }

  private static String check(String name, Predicate<String> known) throws NotACall {
    if (!known.test(name)) {
      throw NotACall.NEVER;
    }
    return name;
  }

  private static String member(String key, String value) {
    return RawJson.quoted(key) + ":" + RawJson.quoted(value);
  }
}
