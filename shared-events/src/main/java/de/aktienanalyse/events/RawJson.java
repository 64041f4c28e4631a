package de.aktienanalyse.events;

/// JSON that passes through as it is: no tree, so no decimal loses a digit.
///
/// @param text one valid JSON value
public record RawJson(String text) {
    public static final RawJson EMPTY_OBJECT = new RawJson("{}");

    @Override
    public String toString() {
        return text;
    }
}
