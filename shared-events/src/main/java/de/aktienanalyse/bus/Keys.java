package de.aktienanalyse.bus;

import de.aktienanalyse.events.EventTypes;
import java.util.List;
import java.util.stream.IntStream;

/// Names of keys and channels: the public contract.
public final class Keys {
    public static final String INBOX = "aktienanalyse:inbox";
    public static final String WEBSOCKET_EVENTS = "aktienanalyse:events:websocket";
    public static final String USER_COMMANDS = "aktienanalyse:events:user_commands";

    /// Begin of the keys of [#setAside].
    public static final String SET_ASIDE = "aktienanalyse:set-aside:";

    /// Begin of the channels on which a link hears whether it hears.
    static final String PROBE = "aktienanalyse:probe:";

    /// The routing table (pattern → JSON list of targets, and `@targets`), and the channel that
    /// says that it changed.
    public static final String ROUTING = "aktienanalyse:routing";

    /// The stream through which services ask for pages of the journal.
    public static final String JOURNAL = queue("journal");

    /// The field of an entry of [#JOURNAL] that holds a [JournalPages.Request].
    public static final String REQUEST_FIELD = "request";

    /// The field of a stream entry that holds the envelope.
    public static final String EVENT_FIELD = "event";

    /// The field of an entry of [#operator] that holds an [Instruction].
    public static final String INSTRUCTION_FIELD = "instruction";

    /// The field of a queue entry that holds the command.
    static final String COMMAND_FIELD = "command";

    private Keys() {}

    /// Every partition there is, `<family>.<p>`.
    public static List<String> partitions() {
        return EventTypes.families().stream()
                .flatMap(family ->
                        IntStream.range(0, Partitions.COUNT)
                                .mapToObj(number -> partition(family, number)))
                .toList();
    }

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

    /// What ended its process each time it was begun, and concerns no command that could be
    /// answered: a stream to look into by hand.
    ///
    /// @param stream the key of the stream it came from
    public static String setAside(String stream) {
        return SET_ASIDE + stream.substring("aktienanalyse:".length());
    }

    /// The stream through which an operator tells a service what to do with its dead letters.
    public static String operator(String service) {
        return queue("bus." + service);
    }

    /// A hash that shows a group's dead letters, for those who cannot read the service's database:
    /// event id → [DeadLetterCopies.Copy].
    public static String dead(String group) {
        return "aktienanalyse:dead:" + group;
    }

    /// The stream that tells a group events again; each carries the id of its `replay`.
    public static String replay(String group) {
        return "aktienanalyse:replay:" + group;
    }

    /// A hash of the partitions that were cut without a group: partition → the id up to which it
    /// must catch up from the journal, and [#behindAfter].
    public static String behind(String group) {
        return "aktienanalyse:behind:" + group;
    }

    /// The field of [#behind] with the id after which the group misses something.
    public static String behindAfter(String partition) {
        return partition + ":after";
    }

    static String journalReply(String id) {
        return "aktienanalyse:reply:" + id;
    }

    static String answers(String instance) {
        return "aktienanalyse:answers:" + instance;
    }

    static String partition(String family, int number) {
        return family + "." + number;
    }
}
