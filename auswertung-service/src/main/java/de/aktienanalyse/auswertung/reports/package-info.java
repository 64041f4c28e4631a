/// Figures and daily values as a file to keep.
///
/// Works on `generate_report`, several at once; obeys `get_reports` and `get_report`. Reports are
/// stored in the database. Not here: PDF, telling the user that a report is ready (notifications of
/// event-bus-service).
@NullMarked
package de.aktienanalyse.auswertung.reports;

import org.jspecify.annotations.NullMarked;
