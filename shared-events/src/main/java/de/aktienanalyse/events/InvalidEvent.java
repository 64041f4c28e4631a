package de.aktienanalyse.events;

/// A value that an event or command must not have.
public final class InvalidEvent extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    private final String field;

    /// @param field the field's name in Java, as declared on the record
    public InvalidEvent(String field, String problem) {
        super(field + " " + problem);
        this.field = field;
    }

    public String field() {
        return field;
    }
}
