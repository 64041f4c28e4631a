/// What all modules know at one moment, as one immutable picture.
///
/// Says `cross.system.data.request`, hears `cross.system.data.response`. Come here to change whom
/// we ask, how long we wait and whose word counts. Not here: what follows from the picture.
@NullMarked
package de.aktienanalyse.orchestrator.picture;

import org.jspecify.annotations.NullMarked;
