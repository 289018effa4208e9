package portside.exchange;
public final class TokenCount { private TokenCount(){} public static long of(portside.wire.anthropic.MessagesRequest r){return 1;} public static long estimate(portside.wire.anthropic.MessagesRequest r){return 1;} }
