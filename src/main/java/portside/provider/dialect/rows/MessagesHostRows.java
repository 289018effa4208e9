package portside.provider.dialect.rows;

import static portside.provider.dialect.Column.KEY_HEADER;
import static portside.provider.dialect.Column.PDF;
import static portside.provider.dialect.Column.PROMPT_CACHE;
import static portside.provider.dialect.DialectRule.otherwise;

import portside.provider.dialect.Dialect;
import portside.provider.dialect.Dialect.KeyHeader;
import portside.provider.dialect.Dialect.Pdf;
import portside.provider.dialect.Dialect.PromptCache;
import portside.provider.dialect.DialectTable;

/// Hosts of Anthropic's format of which little more is known than their address (cc-switch, November 2026): Volcengine Ark, Xiaomi MiMo, StepFun,
/// LongCat, Baidu Qianfan, ModelScope, PPIO, Novita, Fireworks; and gateways. The key is a bearer token, other headers and betas are passed over.
public final class MessagesHostRows {
  /// Any model, nothing that Claude alone has.
  public static final DialectTable PLAIN = DialectTable.of(otherwise(AnthropicFormat.PLAIN));

  /// Gateways that pass cache marks on to whoever is behind them: OpenRouter (recordings; it ends a stream with `[DONE]`), Vercel's, LiteLLM.
  private static final Dialect THROUGH = AnthropicFormat.PLAIN.as("gateway-messages").with(PROMPT_CACHE, PromptCache.TIMED_MARKS).with(PDF, Pdf.FILE);

  public static final DialectTable GATEWAY = DialectTable.of(otherwise(THROUGH));

  /// OpenCode Zen.
  public static final DialectTable OPENCODE = DialectTable.of(otherwise(AnthropicFormat.PLAIN.as("opencode-messages").with(KEY_HEADER, KeyHeader.X_API_KEY)));

  private MessagesHostRows() {}
}
