/// SQLite as several processes share it: what the driver gets wrong about transactions is mended
/// here.
@NullMarked
package de.aktienanalyse.sqlite;

import org.jspecify.annotations.NullMarked;
