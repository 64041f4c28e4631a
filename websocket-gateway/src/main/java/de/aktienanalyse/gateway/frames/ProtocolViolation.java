package de.aktienanalyse.gateway.frames;

/// The client broke RFC 6455 or a limit: the connection ends with this code.
public final class ProtocolViolation extends Exception {
    private static final long serialVersionUID = 1;
    private final CloseCode code;

    ProtocolViolation(CloseCode code, String reason) {
        // Without a stack trace: a flood of rubbish must not cost more than reading it.
        super(reason, null, false, false);
        this.code = code;
    }

    public CloseCode code() {
        return code;
    }

    public String reason() {
        String reason = getMessage();
        return reason == null ? "" : reason;
    }
}
