package portside.catalog;

/// What is known of a model, or of models that have it in common.
///
/// @param contextWindow tokens the model can hold, prompt and answer together; 0 when unknown
/// @param maxOutput the largest answer it gives, in tokens; 0 when unknown
public record ModelFacts(long contextWindow, long maxOutput) {}
