/// Figures and daily values as a file to keep.
///
/// Obeys `generate_report`. Reports are stored in the database. Not here: PDF, telling the user
/// that a report is ready (notifications of event-bus-service).
@NullMarked
package de.aktienanalyse.auswertung.reports;

import org.jspecify.annotations.NullMarked;
