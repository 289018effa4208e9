package portside.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import portside.wire.anthropic.MessagesReader;
import portside.wire.anthropic.MessagesRequest;

/// What each part of a request counts. `Hello world` is two tokens in o200k_base.
@Execution(ExecutionMode.CONCURRENT)
class TokenCountTest {
  private static final Encoding WHOLE = Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.O200K_BASE);
  private static final Tokenizer TOKENIZER = new Tokenizer();
  private static final String HELLO = "{'role':'user','content':'Hello world'}";

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
      'messages':[{'role':'user','content':''}]                                                       | 7
      'messages':[HELLO]                                                                              | 9
      'messages':[HELLO],'system':'Hello world'                                                       | 15
      'messages':[HELLO],'tools':[{'name':'Hello','description':'Hello world','input_schema':{}}]     | 21
      'messages':[HELLO],'tools':[{'type':'web_search_20250305','name':'web_search'}]                 | 9
      'messages':[HELLO],'tools':[{'name':'A','input_schema':{}},{'name':'Hello','input_schema':{},'defer_loading':true}] | 19
      'messages':[HELLO,{'role':'assistant','content':[{'type':'thinking','thinking':'Hello world'},{'type':'tool_use','id':'t','name':'Hello','input':{}}]}] | 21
      'messages':[{'role':'user','content':[{'type':'tool_result','tool_use_id':'t','content':'Hello world'}]}] | 15
      'messages':[{'role':'user','content':[{'type':'image','source':{'type':'url','url':'https://example.com'}}]}] | 1507
      'messages':[{'role':'user','content':[{'type':'image','source':{'type':'base64','data':'!!!'}}]}] | 1507
      'messages':[{'role':'user','content':[{'type':'document','source':{'type':'text','data':'Hello world'}}]}] | 9
      """)
  void countsEveryPart(String members, long tokens) {
    assertEquals(tokens, TokenCount.of(request(members.replace("HELLO", HELLO))));
  }

  @ParameterizedTest
  @CsvSource({"png, 1000, 750, 1000", "gif, 300, 250, 100", "webp, 750, 100, 100", "jpeg, 640, 480, 409", "png, 9000, 9000, 1600", "png, 1, 1, 1"})
  void countsPicturesByTheirPixels(String format, int width, int height, long tokens) {
    assertEquals(7 + tokens, TokenCount.of(media("image", picture(format, width, height))));
  }

  @Test
  void countsPagesOfPdfs() {
    var pages = "%PDF-1.4\n<</Type /Pages /Count 2>>\n<</Type /Page /Parent 1>>\n<</Type/Page>>";
    assertEquals(7 + 4_000, TokenCount.of(media("document", pages.getBytes(StandardCharsets.ISO_8859_1))));
    assertEquals(7 + 3 * 2_000, TokenCount.of(media("document", ("%PDF-1.7\n" + "x".repeat(120_000)).getBytes(StandardCharsets.ISO_8859_1))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"The quick brown fox jumps over the lazy dog. ", "a", " ", "=", "\n", "漢", "😀", "{\"key\": [1, 2, 3]}\n"})
  void countsLongTextsInPiecesNearlyAsInOne(String unit) {
    var text = unit.repeat(20_000 / unit.length());
    var inOne = WHOLE.countTokensOrdinary(text);
    assertEquals(inOne, TOKENIZER.count(text), 0.03 * inOne);
  }

  @Test
  void countsTheSameOnManyThreads() throws Exception {
    var requests = IntStream.range(0, 30).mapToObj(i -> text(("call " + i % 3 + " of many. ").repeat(300))).toList();
    var expected = requests.subList(0, 3).stream().map(TokenCount::of).collect(Collectors.toSet());
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var counts = new ArrayList<Long>();
      for (Future<Long> count : threads.invokeAll(requests.stream().map(request -> (Callable<Long>) () -> TokenCount.of(request)).toList())) {
        counts.add(count.get());
      }
      assertEquals(30, counts.size());
      assertEquals(expected, Set.copyOf(counts));
    }
  }

  @Test
  void theQuickCountKeepsApartWhatProvidersWeighDifferently() {
    var tools = "'tools':[{'name':'Hello','description':'Hello world','input_schema':{}}],";
    var turn = "{'role':'assistant','content':[{'type':'thinking','thinking':'Hello world','signature':'s'},{'type':'text','text':'Hello world'}]}";
    assertEquals(new RequestSize(7 + 2, 0, false, 0, 0), TokenCount.quick(request("'messages':[" + HELLO + "]")));
    assertEquals(new RequestSize(9 + 4 + 2, 8 + 4, true, 0, 2), TokenCount.quick(request(tools + "'messages':[" + HELLO + "," + turn + "]")));
    assertEquals(new RequestSize(7, 0, false, 1_500, 0), TokenCount.quick(media("image", picture("png", 10, 10))));
    assertEquals(new RequestSize(7, 0, false, 2_000, 0), TokenCount.quick(media("document", "%PDF-1.4".getBytes(StandardCharsets.US_ASCII))));
  }

  private static MessagesRequest text(String text) {
    return request("'messages':[{'role':'user','content':'" + text + "'}]");
  }

  private static MessagesRequest media(String type, byte[] bytes) {
    var source = "{'type':'base64','media_type':'x/y','data':'" + Base64.getEncoder().encodeToString(bytes) + "'}";
    return request("'messages':[{'role':'user','content':[{'type':'" + type + "','source':" + source + "}]}]");
  }

  private static MessagesRequest request(String members) {
    return MessagesReader.readForCount(("{'model':'m'," + members + "}").replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }

  /// The header of a picture of that size, as the formats' specifications have it.
  private static byte[] picture(String format, int width, int height) {
    var out = ByteBuffer.allocate(64);
    switch (format) {
      case "png" -> out.putInt(0x89504e47).putInt(0x0d0a1a0a).putInt(13).putInt(0x49484452).putInt(width).putInt(height);
      case "gif" -> out.put("GIF89a".getBytes(StandardCharsets.US_ASCII)).order(ByteOrder.LITTLE_ENDIAN).putShort((short) width).putShort((short) height);
      case "webp" -> {
        out.put("RIFF????WEBPVP8X".getBytes(StandardCharsets.US_ASCII)).order(ByteOrder.LITTLE_ENDIAN).putInt(10).putInt(0);
        out.putInt(24, width - 1).putInt(27, height - 1);
      }
      default -> {
        out.putShort((short) 0xffd8).putShort((short) 0xffe0).putShort((short) 4).putShort((short) 0); // a segment to skip
        out.putShort((short) 0xffc0).putShort((short) 17).put((byte) 8).putShort((short) height).putShort((short) width);
      }
    }
    return out.array();
  }
}
