package de.aktienanalyse.benchmarks.browser;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Writes down what a protocol makes of the messages it reads.
final class Recorder implements Protocol.Listener {
    final Reception reception = new Reception(2);
    final List<String> done = new ArrayList<>();

    private final Protocol protocol;
    private final Memory memory = new Memory();

    Recorder(Protocol protocol) {
        this.protocol = protocol;
    }

    void read(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        protocol.read(bytes, 0, bytes.length, this);
    }

    String opening() {
        return String.join("\n", protocol.opening(memory));
    }

    @Override
    public Memory memory() {
        return memory;
    }

    @Override
    public Reception reception() {
        return reception;
    }

    @Override
    public void say(String text) {
        done.add("says " + text);
    }

    @Override
    public void live() {
        done.add("live");
    }

    @Override
    public void event(int subject, long n, long stamp) {
        done.add(subject + " " + n + " " + stamp);
    }
}
