package portside.provider;

import java.util.List;
import portside.provider.Dialect.CallIdForm;
import portside.provider.Dialect.CallSignatures;
import portside.provider.Dialect.ContentWithCalls;
import portside.provider.Dialect.ErrorCode;
import portside.provider.Dialect.ExtraMember;
import portside.provider.Dialect.ForcedToolChoice;
import portside.provider.Dialect.MaxTokensField;
import portside.provider.Dialect.MissingReasoning;
import portside.provider.Dialect.NamedToolChoice;
import portside.provider.Dialect.Off;
import portside.provider.Dialect.ParallelToolCalls;
import portside.provider.Dialect.Pdf;
import portside.provider.Dialect.PromptCache;
import portside.provider.Dialect.Reasoning;
import portside.provider.Dialect.Replay;
import portside.provider.Dialect.ReplayAs;
import portside.provider.Dialect.Sampling;
import portside.provider.Dialect.Schemas;
import portside.provider.Dialect.Search;
import portside.provider.Dialect.Strict;
import portside.provider.Dialect.StructuredOutput;
import portside.provider.Dialect.SystemRole;
import portside.provider.Dialect.Wire;

/// A row of the dialect table while it is written: starts as another row, takes the cells that depart from it, ends with [#row()].
/// What a column means stands at [Dialect]. The setters are a table too, so each has one line.
public final class DialectDraft {
  private final String name;
  private Wire wire;
  private MaxTokensField maxTokensField;
  private long maxOutput;
  private long minOutput;
  private Sampling sampling;
  private double samplingFloor;
  private boolean topK;
  private int maxStops;
  private int maxStopBytes;
  private ForcedToolChoice forcedToolChoice;
  private NamedToolChoice namedToolChoice;
  private String requiredWord;
  private boolean noneToolChoice;
  private ParallelToolCalls parallelToolCalls;
  private int maxTools;
  private int maxDescription;
  private boolean callsWithoutTools;
  private CallIdForm callIds;
  private boolean toolResultName;
  private boolean replyAfterTools;
  private Schemas schemas;
  private List<String> withoutKeywords;
  private Strict strict;
  private StructuredOutput structuredOutput;
  private boolean formatWithTools;
  private boolean streamUsage;
  private boolean alwaysStream;
  private SystemRole systemRole;
  private boolean systemInPlace;
  private ContentWithCalls contentWithCalls;
  private boolean images;
  private boolean imageUrls;
  private Pdf pdf;
  private List<ExtraMember> extraBody;
  private List<String> without;
  private Reasoning reasoning;
  private List<String> efforts;
  private boolean effortWithTools;
  private boolean thinkingBudget;
  private String thinkingOn;
  private Off off;
  private Replay replay;
  private ReplayAs replayAs;
  private String replayField;
  private MissingReasoning missingReasoning;
  private CallSignatures callSignatures;
  private PromptCache promptCache;
  private String affinityHeader;
  private Search search;
  private boolean leakedCalls;
  private boolean openThought;
  private boolean argumentTypes;
  private List<ErrorCode> errorCodes;
  private boolean emptyErrorIsOverflow;
  private boolean cutsSilently;
  private long contextWindow;

  DialectDraft(String name, Dialect start) {
    this.name = name;
    wire = start.wire();
    maxTokensField = start.maxTokensField();
    maxOutput = start.maxOutput();
    minOutput = start.minOutput();
    sampling = start.sampling();
    samplingFloor = start.samplingFloor();
    topK = start.topK();
    maxStops = start.maxStops();
    maxStopBytes = start.maxStopBytes();
    forcedToolChoice = start.forcedToolChoice();
    namedToolChoice = start.namedToolChoice();
    requiredWord = start.requiredWord();
    noneToolChoice = start.noneToolChoice();
    parallelToolCalls = start.parallelToolCalls();
    maxTools = start.maxTools();
    maxDescription = start.maxDescription();
    callsWithoutTools = start.callsWithoutTools();
    callIds = start.callIds();
    toolResultName = start.toolResultName();
    replyAfterTools = start.replyAfterTools();
    schemas = start.schemas();
    withoutKeywords = start.withoutKeywords();
    strict = start.strict();
    structuredOutput = start.structuredOutput();
    formatWithTools = start.formatWithTools();
    streamUsage = start.streamUsage();
    alwaysStream = start.alwaysStream();
    systemRole = start.systemRole();
    systemInPlace = start.systemInPlace();
    contentWithCalls = start.contentWithCalls();
    images = start.images();
    imageUrls = start.imageUrls();
    pdf = start.pdf();
    extraBody = start.extraBody();
    without = start.without();
    reasoning = start.reasoning();
    efforts = start.efforts();
    effortWithTools = start.effortWithTools();
    thinkingBudget = start.thinkingBudget();
    thinkingOn = start.thinkingOn();
    off = start.off();
    replay = start.replay();
    replayAs = start.replayAs();
    replayField = start.replayField();
    missingReasoning = start.missingReasoning();
    callSignatures = start.callSignatures();
    promptCache = start.promptCache();
    affinityHeader = start.affinityHeader();
    search = start.search();
    leakedCalls = start.leakedCalls();
    openThought = start.openThought();
    argumentTypes = start.argumentTypes();
    errorCodes = start.errorCodes();
    emptyErrorIsOverflow = start.emptyErrorIsOverflow();
    cutsSilently = start.cutsSilently();
    contextWindow = start.contextWindow();
  }

  /// The finished row.
  public Dialect row() {
    return new Dialect(
        name,
        wire,
        maxTokensField,
        maxOutput,
        minOutput,
        sampling,
        samplingFloor,
        topK,
        maxStops,
        maxStopBytes,
        forcedToolChoice,
        namedToolChoice,
        requiredWord,
        noneToolChoice,
        parallelToolCalls,
        maxTools,
        maxDescription,
        callsWithoutTools,
        callIds,
        toolResultName,
        replyAfterTools,
        schemas,
        withoutKeywords,
        strict,
        structuredOutput,
        formatWithTools,
        streamUsage,
        alwaysStream,
        systemRole,
        systemInPlace,
        contentWithCalls,
        images,
        imageUrls,
        pdf,
        extraBody,
        without,
        reasoning,
        efforts,
        effortWithTools,
        thinkingBudget,
        thinkingOn,
        off,
        replay,
        replayAs,
        replayField,
        missingReasoning,
        callSignatures,
        promptCache,
        affinityHeader,
        search,
        leakedCalls,
        openThought,
        argumentTypes,
        errorCodes,
        emptyErrorIsOverflow,
        cutsSilently,
        contextWindow);
  }

  public DialectDraft wire(Wire value) { wire = value; return this; }
  public DialectDraft maxTokensField(MaxTokensField value) { maxTokensField = value; return this; }
  public DialectDraft maxOutput(long value) { maxOutput = value; return this; }
  public DialectDraft minOutput(long value) { minOutput = value; return this; }
  public DialectDraft sampling(Sampling value) { sampling = value; return this; }
  public DialectDraft samplingFloor(double value) { samplingFloor = value; return this; }
  public DialectDraft topK(boolean value) { topK = value; return this; }
  public DialectDraft maxStops(int value) { maxStops = value; return this; }
  public DialectDraft maxStopBytes(int value) { maxStopBytes = value; return this; }
  public DialectDraft forcedToolChoice(ForcedToolChoice value) { forcedToolChoice = value; return this; }
  public DialectDraft namedToolChoice(NamedToolChoice value) { namedToolChoice = value; return this; }
  public DialectDraft requiredWord(String value) { requiredWord = value; return this; }
  public DialectDraft noneToolChoice(boolean value) { noneToolChoice = value; return this; }
  public DialectDraft parallelToolCalls(ParallelToolCalls value) { parallelToolCalls = value; return this; }
  public DialectDraft maxTools(int value) { maxTools = value; return this; }
  public DialectDraft maxDescription(int value) { maxDescription = value; return this; }
  public DialectDraft callsWithoutTools(boolean value) { callsWithoutTools = value; return this; }
  public DialectDraft callIds(CallIdForm value) { callIds = value; return this; }
  public DialectDraft toolResultName(boolean value) { toolResultName = value; return this; }
  public DialectDraft replyAfterTools(boolean value) { replyAfterTools = value; return this; }
  public DialectDraft schemas(Schemas value) { schemas = value; return this; }
  public DialectDraft withoutKeywords(String... values) { withoutKeywords = List.of(values); return this; }
  public DialectDraft strict(Strict value) { strict = value; return this; }
  public DialectDraft structuredOutput(StructuredOutput value) { structuredOutput = value; return this; }
  public DialectDraft formatWithTools(boolean value) { formatWithTools = value; return this; }
  public DialectDraft streamUsage(boolean value) { streamUsage = value; return this; }
  public DialectDraft alwaysStream(boolean value) { alwaysStream = value; return this; }
  public DialectDraft systemRole(SystemRole value) { systemRole = value; return this; }
  public DialectDraft systemInPlace(boolean value) { systemInPlace = value; return this; }
  public DialectDraft contentWithCalls(ContentWithCalls value) { contentWithCalls = value; return this; }
  public DialectDraft images(boolean value) { images = value; return this; }
  public DialectDraft imageUrls(boolean value) { imageUrls = value; return this; }
  public DialectDraft pdf(Pdf value) { pdf = value; return this; }
  public DialectDraft extraBody(ExtraMember... values) { extraBody = List.of(values); return this; }
  public DialectDraft without(String... values) { without = List.of(values); return this; }
  public DialectDraft reasoning(Reasoning value) { reasoning = value; return this; }
  public DialectDraft efforts(String... values) { efforts = List.of(values); return this; }
  public DialectDraft effortWithTools(boolean value) { effortWithTools = value; return this; }
  public DialectDraft thinkingBudget(boolean value) { thinkingBudget = value; return this; }
  public DialectDraft thinkingOn(String value) { thinkingOn = value; return this; }
  public DialectDraft off(Off value) { off = value; return this; }
  public DialectDraft replay(Replay value) { replay = value; return this; }
  public DialectDraft replayAs(ReplayAs value) { replayAs = value; return this; }
  public DialectDraft replayField(String value) { replayField = value; return this; }
  public DialectDraft missingReasoning(String value) { missingReasoning = new MissingReasoning.Text(value); return this; }
  public DialectDraft callSignatures(CallSignatures value) { callSignatures = value; return this; }
  public DialectDraft promptCache(PromptCache value) { promptCache = value; return this; }
  public DialectDraft affinityHeader(String value) { affinityHeader = value; return this; }
  public DialectDraft search(Search value) { search = value; return this; }
  public DialectDraft leakedCalls(boolean value) { leakedCalls = value; return this; }
  public DialectDraft openThought(boolean value) { openThought = value; return this; }
  public DialectDraft argumentTypes(boolean value) { argumentTypes = value; return this; }
  public DialectDraft errorCodes(ErrorCode... values) { errorCodes = List.of(values); return this; }
  public DialectDraft emptyErrorIsOverflow(boolean value) { emptyErrorIsOverflow = value; return this; }
  public DialectDraft cutsSilently(boolean value) { cutsSilently = value; return this; }
  public DialectDraft contextWindow(long value) { contextWindow = value; return this; }
}
