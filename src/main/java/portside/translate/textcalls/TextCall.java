package portside.translate.textcalls;

/// A tool call found in the text of an answer.
///
/// @param name as the model wrote it
/// @param arguments a JSON object
/// @param typed whether its values have the types the model meant; else they all are strings
record TextCall(String name, String arguments, boolean typed) {}
