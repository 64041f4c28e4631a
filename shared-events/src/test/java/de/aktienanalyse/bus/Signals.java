package de.aktienanalyse.bus;

import java.io.IOException;

/// Lets a process stand still and go on, as a debugger, a full machine or a sleeping host does.
final class Signals {
    private Signals() {}

    static void standStill(Process process) throws IOException, InterruptedException {
        send("-STOP", process);
    }

    static void goOn(Process process) throws IOException, InterruptedException {
        send("-CONT", process);
    }

    private static void send(String signal, Process process)
            throws IOException, InterruptedException {
        int failed = new ProcessBuilder("kill", signal, "" + process.pid()).start().waitFor();
        if (failed != 0) {
            throw new IOException("kill " + signal + " " + process.pid() + " failed");
        }
    }
}
