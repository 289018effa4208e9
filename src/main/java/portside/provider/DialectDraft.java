package portside.provider;

import java.util.List;
import portside.provider.Dialect.CallSignatures;
import portside.provider.Dialect.ContentWithCalls;
import portside.provider.Dialect.ExtraMember;
import portside.provider.Dialect.MaxTokensField;
import portside.provider.Dialect.Off;
import portside.provider.Dialect.Reasoning;
import portside.provider.Dialect.Replay;
import portside.provider.Dialect.Sampling;
import portside.provider.Dialect.Schemas;
import portside.provider.Dialect.StructuredOutput;

/// A row of the dialect table while it is written: starts as another row, takes the cells that depart from it, ends with [#row()].
/// What a column means stands at [Dialect].
public final class DialectDraft {
  private final String name;
  private MaxTokensField maxTokensField;
  private long maxOutput;
  private Sampling sampling;
  private double samplingFloor;
  private boolean topK;
  private int maxStops;
  private int maxStopBytes;
  private boolean forcedToolChoice;
  private boolean namedToolChoice;
  private boolean noneToolChoice;
  private boolean parallelToolCalls;
  private int maxTools;
  private Schemas schemas;
  private boolean streamUsage;
  private StructuredOutput structuredOutput;
  private Reasoning reasoning;
  private List<String> efforts;
  private String thinkingOn;
  private Off off;
  private ContentWithCalls contentWithCalls;
  private boolean systemInPlace;
  private boolean images;
  private boolean imageUrls;
  private boolean pdf;
  private Replay replay;
  private String replayField;
  private String missingReasoning;
  private CallSignatures callSignatures;
  private List<ExtraMember> extraBody;
  private long contextWindow;

  DialectDraft(String name, Dialect start) {
    this.name = name;
    maxTokensField = start.maxTokensField();
    maxOutput = start.maxOutput();
    sampling = start.sampling();
    samplingFloor = start.samplingFloor();
    topK = start.topK();
    maxStops = start.maxStops();
    maxStopBytes = start.maxStopBytes();
    forcedToolChoice = start.forcedToolChoice();
    namedToolChoice = start.namedToolChoice();
    noneToolChoice = start.noneToolChoice();
    parallelToolCalls = start.parallelToolCalls();
    maxTools = start.maxTools();
    schemas = start.schemas();
    streamUsage = start.streamUsage();
    structuredOutput = start.structuredOutput();
    reasoning = start.reasoning();
    efforts = start.efforts();
    thinkingOn = start.thinkingOn();
    off = start.off();
    contentWithCalls = start.contentWithCalls();
    systemInPlace = start.systemInPlace();
    images = start.images();
    imageUrls = start.imageUrls();
    pdf = start.pdf();
    replay = start.replay();
    replayField = start.replayField();
    missingReasoning = start.missingReasoning();
    callSignatures = start.callSignatures();
    extraBody = start.extraBody();
    contextWindow = start.contextWindow();
  }

  /// The finished row.
  public Dialect row() {
    return new Dialect(
        name,
        maxTokensField,
        maxOutput,
        sampling,
        samplingFloor,
        topK,
        maxStops,
        maxStopBytes,
        forcedToolChoice,
        namedToolChoice,
        noneToolChoice,
        parallelToolCalls,
        maxTools,
        schemas,
        streamUsage,
        structuredOutput,
        reasoning,
        efforts,
        thinkingOn,
        off,
        contentWithCalls,
        systemInPlace,
        images,
        imageUrls,
        pdf,
        replay,
        replayField,
        missingReasoning,
        callSignatures,
        extraBody,
        contextWindow);
  }

  public DialectDraft maxTokensField(MaxTokensField value) {
    maxTokensField = value;
    return this;
  }

  public DialectDraft maxOutput(long value) {
    maxOutput = value;
    return this;
  }

  public DialectDraft sampling(Sampling value) {
    sampling = value;
    return this;
  }

  public DialectDraft samplingFloor(double value) {
    samplingFloor = value;
    return this;
  }

  public DialectDraft topK(boolean value) {
    topK = value;
    return this;
  }

  public DialectDraft maxStops(int value) {
    maxStops = value;
    return this;
  }

  public DialectDraft maxStopBytes(int value) {
    maxStopBytes = value;
    return this;
  }

  public DialectDraft forcedToolChoice(boolean value) {
    forcedToolChoice = value;
    return this;
  }

  public DialectDraft namedToolChoice(boolean value) {
    namedToolChoice = value;
    return this;
  }

  public DialectDraft noneToolChoice(boolean value) {
    noneToolChoice = value;
    return this;
  }

  public DialectDraft parallelToolCalls(boolean value) {
    parallelToolCalls = value;
    return this;
  }

  public DialectDraft maxTools(int value) {
    maxTools = value;
    return this;
  }

  public DialectDraft schemas(Schemas value) {
    schemas = value;
    return this;
  }

  public DialectDraft streamUsage(boolean value) {
    streamUsage = value;
    return this;
  }

  public DialectDraft structuredOutput(StructuredOutput value) {
    structuredOutput = value;
    return this;
  }

  public DialectDraft reasoning(Reasoning value) {
    reasoning = value;
    return this;
  }

  public DialectDraft efforts(String... weakestFirst) {
    efforts = List.of(weakestFirst);
    return this;
  }

  public DialectDraft thinkingOn(String value) {
    thinkingOn = value;
    return this;
  }

  public DialectDraft off(Off value) {
    off = value;
    return this;
  }

  public DialectDraft contentWithCalls(ContentWithCalls value) {
    contentWithCalls = value;
    return this;
  }

  public DialectDraft systemInPlace(boolean value) {
    systemInPlace = value;
    return this;
  }

  public DialectDraft images(boolean value) {
    images = value;
    return this;
  }

  public DialectDraft imageUrls(boolean value) {
    imageUrls = value;
    return this;
  }

  public DialectDraft pdf(boolean value) {
    pdf = value;
    return this;
  }

  public DialectDraft replay(Replay value) {
    replay = value;
    return this;
  }

  public DialectDraft replayField(String value) {
    replayField = value;
    return this;
  }

  public DialectDraft missingReasoning(String value) {
    missingReasoning = value;
    return this;
  }

  public DialectDraft callSignatures(CallSignatures value) {
    callSignatures = value;
    return this;
  }

  public DialectDraft extraBody(ExtraMember... members) {
    extraBody = List.of(members);
    return this;
  }

  public DialectDraft contextWindow(long value) {
    contextWindow = value;
    return this;
  }
}
