package portside.counting;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Random;
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
class TokenCounterTest {
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
      'messages':[{'role':'user','content':[{'type':'document','title':'Hello world','context':'Hello','source':{'type':'text','data':'Hello world'}}]}] | 12
      'messages':[{'role':'user','content':[{'type':'document','source':{'type':'base64','media_type':'text/plain','data':'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'}}]}] | 13
      'messages':[{'role':'user','content':[{'type':'document','source':{'type':'content','content':'Hello world'}}]}] | 9
      'messages':[{'role':'user','content':[{'type':'document','source':{'type':'url','url':'Hello world'}}]}] | 9
      'messages':[{'role':'user','content':[{'type':'document','source':{'type':'file','file_id':'f'}}]}] | 13
      'messages':[{'role':'user','content':[{'type':'search_result','title':'Hello world','source':'Hello','content':[{'type':'text','text':'Hello world'}]}]}] | 12
      'messages':[{'role':'user','content':[{'type':'tool_result','tool_use_id':'t','content':[{'type':'tool_reference','tool_name':'Hello'}]}]}] | 20
      'messages':[HELLO,{'role':'assistant','content':[{'type':'tool_use','id':'t','name':'Hello','input':{'Hello':1}}]}] | 25
      'messages':[HELLO,{'role':'assistant','content':[{'type':'compaction','content':'Hello world'}]}] | 15
      'messages':[HELLO],'output_config':{'format':{'type':'json_schema','schema':{}}} | 10
      """)
  void countsEveryPart(String members, long tokens) {
    assertEquals(tokens, TokenCounter.of(request(members.replace("HELLO", HELLO))));
  }

  @ParameterizedTest
  @CsvSource({
    "png, 1000, 750, 1000", "gif, 300, 250, 100", "VP8X, 750, 100, 100", "'VP8 ', 750, 100, 100", "VP8L, 750, 100, 100", "jpeg, 640, 480, 409",
    "png, 1000, 1199, 1598", "png, 1200, 1000, 1600", "png, 9000, 9000, 1600", "png, 1, 1, 1", "gif, 40000, 30, 1600", "jpeg, 30, 40000, 1600",
    "'VP9 ', 750, 100, 1500", "RIFF????AVI VP8X, 750, 100, 1500", "XIFF????WEBPVP8X, 750, 100, 1500", "bmp, 750, 100, 1500", "png, 0, 100, 1500", "png, 100, 0, 1500"
  })
  void countsPicturesByTheirPixels(String format, int width, int height, long tokens) {
    assertEquals(7 + tokens, TokenCounter.of(media("image", picture(format, width, height))));
  }

  @Test
  void countsPagesOfPdfs() {
    var pages = "%PDF-1.4\n<</Type /Pages /Count 2>>\n<</Type /Page /Parent 1>>\n<</Type/Page>>";
    assertEquals(7 + 4_000, TokenCounter.of(media("document", pages.getBytes(StandardCharsets.ISO_8859_1))));
    assertEquals(7 + 3 * 2_000, TokenCounter.of(media("document", ("%PDF-1.7\n" + "x".repeat(120_000)).getBytes(StandardCharsets.ISO_8859_1))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"The quick brown fox jumps over the lazy dog. ", "a", " ", "=", "\n", "漢", "😀", "{\"key\": [1, 2, 3]}\n"})
  void countsLongTextsInPiecesNearlyAsInOne(String unit) {
    var text = unit.repeat(20_000 / unit.length());
    var inOne = WHOLE.countTokensOrdinary(text);
    assertEquals(inOne, TOKENIZER.count(text), 0.03 * inOne);
  }

  /// Where a text of that length without a blank, or with one at a place, is cut.
  @ParameterizedTest
  @CsvSource({"2048, -1, 2048", "2049, -1, 2048", "5000, -1, 2048 4096", "5000, 2048, 2048 4096", "5000, 2047, 2047 4095", "5000, 1793, 1793 3841", "5000, 1792, 2048 4096"})
  void cutsLongTextsBeforeABlank(int length, int blank, String cuts) {
    var random = new Random(5);
    var letters = new StringBuilder();
    for (int i = 0; i < length; i++) {
      letters.append(i == blank ? ' ' : (char) ('a' + random.nextInt(26)));
    }
    var text = letters.toString();
    long expected = 0;
    int from = 0;
    for (var cut : (cuts + " " + length).split(" ")) {
      int to = Integer.parseInt(cut);
      expected += WHOLE.countTokensOrdinary(text.substring(from, to));
      from = to;
    }
    assertEquals(expected, TOKENIZER.count(text));
  }

  @Test
  void cutsBeforeTheFirstOfTwoBlanks() {
    var text = "q".repeat(2_047) + "  " + "q".repeat(100);
    assertEquals(WHOLE.countTokensOrdinary(text.substring(0, 2_047)) + WHOLE.countTokensOrdinary(text.substring(2_047)), TOKENIZER.count(text));
  }

  @Test
  void cutsNoCharacterInTwo() {
    var text = "x" + "\uD83D\uDE00".repeat(1_500);
    assertEquals(WHOLE.countTokensOrdinary(text.substring(0, 2_047)) + WHOLE.countTokensOrdinary(text.substring(2_047)), TOKENIZER.count(text));
  }

  @Test
  void thatManyCountsAreKept() {
    var tokenizer = new Tokenizer();
    for (int n = 0; n < 8_193; n++) {
      tokenizer.count("n" + n);
      tokenizer.count("n" + n);
      tokenizer.count("");
      assertEquals(Math.min(n + 1, 8_192), tokenizer.kept());
    }
  }

  @Test
  void countsTheSameOnManyThreads() throws Exception {
    var requests = IntStream.range(0, 30).mapToObj(i -> text(("call " + i % 3 + " of many. ").repeat(300))).toList();
    var expected = requests.subList(0, 3).stream().map(TokenCounter::of).collect(Collectors.toSet());
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var counts = new ArrayList<Long>();
      for (Future<Long> count : threads.invokeAll(requests.stream().map(request -> (Callable<Long>) () -> TokenCounter.of(request)).toList())) {
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
    assertEquals(new RequestSize(7 + 2, 0, false, 0, 0), TokenCounter.quick(request("'messages':[" + HELLO + "]")));
    assertEquals(new RequestSize(9 + 4 + 2, 8 + 4, true, 0, 2), TokenCounter.quick(request(tools + "'messages':[" + HELLO + "," + turn + "]")));
    assertEquals(new RequestSize(7, 0, false, 1_500, 0), TokenCounter.quick(media("image", picture("png", 10, 10))));
    assertEquals(new RequestSize(7, 0, false, 2_000, 0), TokenCounter.quick(media("document", "%PDF-1.4".getBytes(StandardCharsets.US_ASCII))));
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
      case "jpeg" -> jpeg(out, 0xc0, width, height);
      case "bmp" -> out.put("BM??????????".getBytes(StandardCharsets.US_ASCII)).putInt(width).putInt(height);
      default -> {
        out.put((format.length() > 4 ? format : "RIFF????WEBP" + format).getBytes(StandardCharsets.US_ASCII)).order(ByteOrder.LITTLE_ENDIAN);
        switch (format) {
          case "VP8X", "RIFF????AVI VP8X", "XIFF????WEBPVP8X" -> out.putInt(24, width - 1).putInt(27, height - 1);
          case "VP8L" -> out.putInt(21, width - 1 | height - 1 << 14);
          default -> out.putShort(26, (short) width).putShort(28, (short) height);
        }
      }
    }
    return out.array();
  }

  /// Behind a segment to skip.
  private static void jpeg(ByteBuffer out, int frame, int width, int height) {
    out.putShort((short) 0xffd8).putShort((short) 0xffe0).putShort((short) 4).putShort((short) 0);
    out.put((byte) 0xff).put((byte) frame).putShort((short) 17).put((byte) 8).putShort((short) height).putShort((short) width);
  }

  @ParameterizedTest
  @CsvSource({"c0, true", "c1, true", "c2, true", "c3, true", "c4, false", "c5, true", "c7, true", "c8, false", "c9, true", "cb, true", "cc, false", "cd, true",
    "cf, true", "bf, false", "d0, false"})
  void theFrameOfAJpegSaysHowLargeItIs(String marker, boolean frame) {
    var out = ByteBuffer.allocate(64);
    jpeg(out, Integer.parseInt(marker, 16), 640, 480);
    assertEquals(7 + (frame ? 409 : 1_500), TokenCounter.of(media("image", out.array())));
  }

  @Test
  void whatIsNoSegmentEndsTheSearchForTheFrame() {
    var out = ByteBuffer.allocate(64);
    jpeg(out, 0xc0, 640, 480);
    out.put(2, (byte) 0xfe);
    assertEquals(7 + 1_500, TokenCounter.of(media("image", out.array())));
  }

  /// 128 KiB of base64 are 96 KiB.
  @ParameterizedTest
  @CsvSource({"98304, true", "98305, false"})
  void theFrameIsLookedForInTheFirst96KiB(int end, boolean found) {
    var skipped = end - 6 - 9;
    var out = ByteBuffer.allocate(98_400);
    out.putShort((short) 0xffd8);
    for (int left = skipped + 4; left > 0; ) {
      int length = left > 70_000 ? 60_000 : left;
      out.putShort((short) 0xffe0).putShort((short) (length - 2)).position(out.position() + length - 4);
      left -= length;
    }
    out.putShort((short) 0xffc0).putShort((short) 17).put((byte) 8).putShort((short) 480).putShort((short) 640);
    assertEquals(end, out.position());
    assertEquals(7 + (found ? 409 : 1_500), TokenCounter.of(media("image", out.array())));
  }
}
