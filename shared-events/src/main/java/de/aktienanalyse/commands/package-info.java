/// What a user may ask of the suite: one record per command, the answer, and the envelope they
/// travel in.
///
/// A command has one owner. The way to it is declared on the record: a queue for what changes
/// orders and depot, a request for the rest. Not here: who may send it (gateway) and what comes of
/// it (the owner).
@NullMarked
package de.aktienanalyse.commands;

import org.jspecify.annotations.NullMarked;
