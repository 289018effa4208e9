package portside.translate.fault;

import java.util.Optional;
import portside.provider.dialect.Lesson;
import portside.wire.Fault;

/// A provider's answer with a status outside 2xx.
///
/// @param fault what the client is told
/// @param lesson how the request can be written so that the provider takes it; empty when its words do not say
public record Refused(Fault fault, Optional<Lesson> lesson) {}
