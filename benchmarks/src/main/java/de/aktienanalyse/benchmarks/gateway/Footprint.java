package de.aktienanalyse.benchmarks.gateway;

import de.aktienanalyse.benchmarks.gateway.Target.Garbage;
import de.aktienanalyse.benchmarks.stage.Child;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a server's process holds once its garbage is collected.
///
/// @param pss KiB of its memory, shared pages in part; what the kernel keeps for its sockets is not
///   in it
/// @param heap KiB used on the heap of a JVM with the serial collector, else 0
record Footprint(long pss, long heap) {
    private static final Pattern PSS = Pattern.compile("(?m)^Pss: +(\\d+) kB");
    private static final Pattern USED = Pattern.compile("total \\d+K, used (\\d+)K");
    private static final int COLLECTIONS = 2;
    private static final long COLLECTING = TimeUnit.SECONDS.toNanos(1);

    static Footprint of(Child server, Garbage garbage) {
        for (int i = 0; i < COLLECTIONS; i++) {
            collect(server, garbage);
        }
        long heap = garbage == Garbage.JCMD ? used(jcmd(server.pid(), "GC.heap_info")) : 0;
        return new Footprint(pss(server.pid()), heap);
    }

    private static void collect(Child server, Garbage garbage) {
        switch (garbage) {
            case JCMD -> jcmd(server.pid(), "GC.run");
            case SIGNAL -> {
                server.signal("USR2");
                LockSupport.parkNanos(COLLECTING);
            }
            case ITSELF -> {}
        }
    }

    private static long pss(long pid) {
        try {
            Matcher matcher =
                    PSS.matcher(Files.readString(Path.of("/proc/" + pid, "smaps_rollup")));
            if (!matcher.find()) {
                throw new IllegalStateException("No PSS of process " + pid);
            }
            return Long.parseLong(matcher.group(1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Young and old generation; the lines below are metaspace and have another form.
    private static long used(String info) {
        return USED.matcher(info).results().mapToLong(each -> Long.parseLong(each.group(1))).sum();
    }

    private static String jcmd(long pid, String command) {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        try {
            Process process =
                    new ProcessBuilder(jcmd.toString(), String.valueOf(pid), command)
                            .redirectErrorStream(true)
                            .start();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
