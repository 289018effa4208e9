package portside;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// Sends a proxy of this process what Claude Code sends, for [AotTrainingRun] and [WarmUp]. Speaks HTTP over plain sockets, to leave no client of
/// its own in the AOT cache.
///
/// @param port of the proxy, on loopback
record SampleRequests(int port) {
  private static final String MODEL = "\"model\":\"claude-sonnet-5-5\"";
  private static final String TOOLS = """
      "tools":[{"name":"Bash","description":"Runs a command","input_schema":{\
      "$schema":"https://json-schema.org/draft/2020-12/schema","type":"object",\
      "properties":{"command":{"type":"string","description":"The command"},"timeout":{"type":"number","exclusiveMinimum":0}},\
      "required":["command"],"additionalProperties":false}},\
      {"name":"Read","description":"Reads a file","input_schema":{\
      "type":"object","properties":{"file_path":{"type":"string"}},"required":["file_path"]}}]""";
  private static final String SYSTEM = """
      "system":[{"type":"text","text":"x-anthropic-billing-header: cc_version=2.1.0.abc;"},\
      {"type":"text","text":"You are a careful assistant.","cache_control":{"type":"ephemeral"}}]""";
  private static final String ORDER = """
      {"role":"user","content":[{"type":"text","text":"<system-reminder>Be brief.</system-reminder>"},\
      {"type":"text","text":"think, then run echo hello and read README.md"}]}""";
  private static final String RESULTS = """
      {"role":"assistant","content":[{"type":"thinking","thinking":"Both at once.","signature":""},{"type":"text","text":"I will."},\
      {"type":"tool_use","id":"toolu_1","name":"Bash","input":{"command":"echo hello"}},\
      {"type":"tool_use","id":"toolu_2","name":"Read","input":{"file_path":"README.md"}}]},\
      {"role":"user","content":[{"type":"tool_result","tool_use_id":"toolu_1","content":"hello"},\
      {"type":"tool_result","tool_use_id":"toolu_2","content":[{"type":"text","text":"# Title"},\
      {"type":"image","source":{"type":"base64","media_type":"image/png","data":"iVBORw0KGgo="}}],"is_error":false}]},\
      {"role":"system","content":"The date has changed."}""";

  /// A turn in which a person asks for something.
  String order(boolean stream) throws IOException {
    return exchange("POST", "/v1/messages?beta=true", request(stream, ORDER));
  }

  /// The turn after it, with the results of the two calls.
  String results(boolean stream) throws IOException {
    return exchange("POST", "/v1/messages?beta=true", request(stream, ORDER + "," + RESULTS));
  }

  /// A count of the tokens of such a turn.
  String count() throws IOException {
    var body = "{" + MODEL + "," + SYSTEM + "," + TOOLS + ",\"messages\":[" + ORDER + "," + RESULTS + "]}";
    return exchange("POST", "/v1/messages/count_tokens?beta=true", body);
  }

  /// A turn in which a person says only this.
  String say(String words) throws IOException {
    return exchange("POST", "/v1/messages", "{" + MODEL + ",\"max_tokens\":10,\"messages\":[{\"role\":\"user\",\"content\":\"" + words + "\"}]}");
  }

  String get(String path) throws IOException {
    return exchange("GET", path, "");
  }

  private static String request(boolean stream, String messages) {
    return "{" + MODEL + ",\"max_tokens\":32000,\"stream\":" + stream
        + ",\"thinking\":{\"type\":\"adaptive\"},\"output_config\":{\"effort\":\"medium\"},"
        + "\"metadata\":{\"user_id\":\"sample\"}," + SYSTEM + "," + TOOLS + ",\"messages\":[" + messages + "]}";
  }

  private String exchange(String method, String target, String body) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(20_000);
      var utf8 = body.getBytes(StandardCharsets.UTF_8);
      var head = method + " " + target + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\nx-api-key: sample\r\nanthropic-version: 2023-06-01\r\n"
          + "content-type: application/json\r\naccept: application/json\r\ncontent-length: " + utf8.length + "\r\nconnection: close\r\n\r\n";
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().write(utf8);
      return method + " " + target + ": " + answer(socket.getInputStream());
    }
  }

  /// Reads one answer to its end, which need not be the end of the connection, and tells its status and length.
  private static String answer(InputStream in) throws IOException {
    var status = line(in);
    var length = 0;
    var chunked = false;
    for (var header = line(in).toLowerCase(Locale.ROOT); !header.isEmpty(); header = line(in).toLowerCase(Locale.ROOT)) {
      length = header.startsWith("content-length: ") ? Integer.parseInt(header.substring(16)) : length;
      chunked |= header.equals("transfer-encoding: chunked");
    }
    var read = in.readNBytes(length).length;
    for (var chunk = chunked ? Integer.parseInt(line(in), 16) : 0; chunk > 0; chunk = Integer.parseInt(line(in), 16)) {
      read += in.readNBytes(chunk).length;
      line(in);
    }
    return status + ", " + read + " bytes";
  }

  private static String line(InputStream in) throws IOException {
    var line = new StringBuilder();
    for (var next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("the proxy hung up after: " + line);
      }
      line.append((char) next);
    }
    return line.toString().stripTrailing();
  }
}
