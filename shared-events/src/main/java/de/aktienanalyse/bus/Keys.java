package de.aktienanalyse.bus;

/// Names of keys and channels: the public contract.
public final class Keys {
    public static final String INBOX = "aktienanalyse:inbox";
    public static final String WEBSOCKET_EVENTS = "aktienanalyse:events:websocket";
    public static final String USER_COMMANDS = "aktienanalyse:events:user_commands";

    /// The field of a stream entry that holds the envelope.
    public static final String EVENT_FIELD = "event";

    /// The field of a queue entry that holds the command.
    static final String COMMAND_FIELD = "command";

    private Keys() {}

    /// @param partition `<family>.<p>`
    public static String stream(String partition) {
        return "aktienanalyse:{" + partition + "}:stream";
    }

    public static String meta(String partition) {
        return "aktienanalyse:{" + partition + "}:meta";
    }

    public static String latest(String family) {
        return "aktienanalyse:{" + family + "}:latest";
    }

    public static String queue(String name) {
        return "aktienanalyse:queue:" + name;
    }

    static String answers(String instance) {
        return "aktienanalyse:answers:" + instance;
    }

    static String partition(String family, int number) {
        return family + "." + number;
    }
}
