package portside.translate.request;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static portside.provider.dialect.Column.IMAGES;
import static portside.provider.dialect.Column.IMAGE_URLS;
import static portside.provider.dialect.Column.PDF;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import portside.provider.dialect.Dialect;
import portside.translate.tools.ToolNames;
import portside.wire.anthropic.MessagesReader;
import portside.wire.common.ContentPart;

/// Every block says something or is nothing.
class BlockToPartsTest {
  /// The columns: the block | what the model reads; `;` between parts, `⏎` for a line feed.
  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
      {'type':'text','text':'a'}                                    | a
      {'type':'text','text':' '}                                    | ``
      {'type':'search_result','title':'T','source':'S','content':[{'type':'text','text':'a'}]} | Title: T⏎Source: S;a
      {'type':'tool_reference','tool_name':'Read'}                  | Tool Read is now available.
      {'type':'compaction','content':'so far'}                      | Summary of the conversation so far:⏎so far
      {'type':'compaction'}                                         | ``
      {'type':'container_upload','file_id':'f'}                     | [file f is in a container that this proxy cannot reach]
      {'type':'tool_use','id':'i','name':'Read','input':{'a':1}}    | [tool call Read: {'a':1}]
      {'type':'tool_result','tool_use_id':'i','content':[{'type':'text','text':'a'},'b',7]} | a;b;7
      {'type':'thinking','thinking':'hm','signature':''}            | ``
      {'type':'redacted_thinking','data':'x'}                       | ``
      {'type':'unheard_of','x':1}                                   | {'type':'unheard_of','x':1}
      {'type':'image','source':{'type':'url','url':'https://a'}}    | image https://a
      {'type':'image','source':{'type':'file','file_id':'f'}}       | [image file f is not available through this proxy]
      {'type':'image','source':{'type':'text','data':'a'}}          | a
      {'type':'image','source':{'type':'content','content':[]}}     | [image in a form this proxy does not know]
      {'type':'image','source':{'type':'unheard_of'}}               | {'type':'image','source':{'type':'unheard_of'}}
      {'type':'image','source':{'type':'base64','media_type':'image/png','data':''}} | [a file without content]
      {'type':'image','source':{'type':'base64','media_type':'image/png','data':'data:image/png;base64,iVBO Rw0K\\nGgo\\r='}} | image data:image/png;base64,iVBORw0KGgo=
      {'type':'image','source':{'type':'base64','media_type':'image/png','data':' iVBO'}} | image data:image/png;base64,iVBO
      {'type':'image','source':{'type':'base64','media_type':'image/png','data':'\\niVBO'}} | image data:image/png;base64,iVBO
      {'type':'image','source':{'type':'base64','media_type':'image/png','data':'\\riVBO'}} | image data:image/png;base64,iVBO
      {'type':'image','source':{'type':'base64','media_type':'audio/wav','data':'AAAA'}} | [document of type audio/wav left out: this model cannot read it]
      {'type':'document','title':'T','context':'C','source':{'type':'text','data':'a'}} | <document title='T'>⏎C⏎⏎a⏎</document>
      {'type':'document','source':{'type':'url','url':'https://a'}} | <document>⏎This document is at https://a and was not read.⏎</document>
      {'type':'document','source':{'type':'file','file_id':'f'}}    | [document file f is not available through this proxy]
      {'type':'document','source':{'type':'base64','media_type':'text/plain','data':'SGk='}} | <document>⏎Hi⏎</document>
      {'type':'document','source':{'type':'base64','media_type':'application/json','data':'SGk='}} | <document>⏎Hi⏎</document>
      {'type':'document','source':{'type':'base64','media_type':'application/xml','data':'SGk='}} | <document>⏎Hi⏎</document>
      {'type':'document','title':'T','source':{'type':'base64','media_type':'text/plain','data':'='}} | [document 'T' of type text/plain left out: this model cannot read it]
      {'type':'document','context':'C','source':{'type':'base64','media_type':'x/y','data':'SGk='}} | C;[document of type x/y left out: this model cannot read it]
      {'type':'document','source':{'type':'content','content':[{'type':'text','text':'a'},\
      {'type':'image','source':{'type':'url','url':'u'}},{'type':'text','text':'b'}]}} | <document>⏎a⏎b⏎</document>;image u
      {'type':'document','source':{'type':'base64','media_type':'application/pdf','data':'JVBERi0='}} | document document.pdf data:application/pdf;base64,JVBERi0=
      {'type':'document','title':' ','source':{'type':'base64','media_type':'application/pdf','data':'JVBERi0='}} | document document.pdf data:application/pdf;base64,JVBERi0=
      {'type':'document','title':'T','source':{'type':'base64','media_type':'application/pdf','data':'JVBERi0='}} | document T.pdf data:application/pdf;base64,JVBERi0=
      {'type':'document','title':'T.PDF','source':{'type':'base64','media_type':'application/pdf','data':'JVBERi0='}} | document T.PDF data:application/pdf;base64,JVBERi0=
      {'type':'server_tool_use','name':'web_search','input':{'query':'q'}} | [web_search: q]
      {'type':'server_tool_use','name':'code','input':{'a':1}}      | [code: {'a':1}]
      {'type':'mcp_tool_use','input':{'a':'b','c':'d'}}             | [server tool: {'a':'b','c':'d'}]
      {'type':'server_tool_use','name':'code'}                      | [code: ]
      {'type':'web_search_tool_result'}                             | [web_search: no result]
      {'type':'web_search_tool_result','content':[]}                | [web_search: no result]
      {'type':'web_search_tool_result','content':{'error_code':'e'}}| [web_search failed: e]
      {'type':'web_search_tool_result','content':[{'title':'T','url':'u'},{'title':'T'},{'url':'u'},'x',7,{'y':1}]} | [web_search results]⏎T – u⏎T⏎u⏎x⏎7⏎{'y':1}
      {'type':'code_tool_result','content':{'stdout':'o','stderr':' ','text':'t'}} | [code result]⏎t⏎o
      {'type':'web_fetch_tool_result','content':{'url':'u','content':{'source':{'data':'d'}}}} | [web_fetch result]⏎u⏎d
      {'type':'search_tool_result','content':{'tool_references':[{'tool_name':'Read'},7]}} | [search result]⏎Read
      """)
  void isRead(String block, String parts) {
    assertEquals(parts, told(Dialect.STANDARD.as("row").with(IMAGES, true).with(IMAGE_URLS, true).with(PDF, Dialect.Pdf.FILE), block));
  }

  @Test
  void picturesAreNotShownToAModelThatCannotSee() {
    var blind = Dialect.STANDARD.as("row").with(IMAGES, false).with(IMAGE_URLS, true);
    var unseen = "[image left out: this model cannot see pictures]";
    assertEquals(unseen, told(blind, "{'type':'image','source':{'type':'url','url':'https://a'}}"));
    assertEquals(unseen, told(blind, "{'type':'image','source':{'type':'base64','media_type':'image/png','data':'iVBORw0KGgo='}}"));
    var local = Dialect.STANDARD.as("row").with(IMAGES, true).with(IMAGE_URLS, false);
    assertEquals("[image at https://a: this provider does not fetch links]", told(local, "{'type':'image','source':{'type':'url','url':'https://a'}}"));
    assertEquals("image data:x", told(local, "{'type':'image','source':{'type':'url','url':'data:x'}}"));
  }

  @Test
  void whereOnlyTextMayStandTheRestIsNamed() {
    var request = MessagesReader.readForCount("""
        {"model":"m","messages":[{"role":"user","content":[{"type":"tool_result","tool_use_id":"i","content":[{"type":"text","text":"a"},
        {"type":"image","source":{"type":"url","url":"u"}},{"type":"document","source":{"type":"base64","media_type":"application/pdf","data":"JVBERi0="}}]}]}]}
        """.getBytes(StandardCharsets.UTF_8));
    var row = Dialect.STANDARD.as("row").with(IMAGES, true).with(IMAGE_URLS, true).with(PDF, Dialect.Pdf.FILE);
    var block = request.messages().getFirst().content().getFirst();
    assertEquals("a\n[image left out here]\n[document left out here]", new BlockToParts(row, new ToolNames(request)).textOf(block));
  }

  @Test
  void whatIsLongIsCapped() {
    var odd = "{'type':'unheard_of','x':'" + "x".repeat(3_972) + "'}";
    assertEquals(odd, told(Dialect.STANDARD, odd));
    assertEquals(odd.replace("'}", "x'") + "… [1 more characters]", told(Dialect.STANDARD, odd.replace("'}", "x'}")));
    var work = "{'type':'server_tool_use','name':'n','input':{'a':'" + "x".repeat(3_996) + "'}}";
    assertEquals("[n: " + "x".repeat(3_996) + "… [1 more characters]", told(Dialect.STANDARD, work));
    assertEquals("[n: " + "x".repeat(3_995) + "]", told(Dialect.STANDARD, work.replace("xx'", "x'")));
  }

  private static String told(Dialect row, String block) {
    var body = "{'model':'m','messages':[{'role':'user','content':[" + block + "]}]}";
    var request = MessagesReader.readForCount(body.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    var told = new ArrayList<String>();
    new BlockToParts(row, new ToolNames(request)).of(request.messages().getFirst().content(), part -> told.add(switch (part) {
      case ContentPart.Text(var text) -> text;
      case ContentPart.Image(var url) -> "image " + url;
      case ContentPart.File(var filename, var data) -> "document " + filename + " " + data;
    }));
    return String.join(";", told).replace('"', '\'').replace('\n', '⏎');
  }
}
