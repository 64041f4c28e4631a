package de.aktienanalyse.bus;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// Stands between the bus and Redis, so that a test can lead it to another Redis, or swallow what
/// comes while TCP stays well.
final class TcpProxy implements AutoCloseable {
    private final ServerSocket server;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicInteger accepted = new AtomicInteger();
    private volatile int target;

    /// Connections up to this number are swallowed.
    private volatile int silentUpTo;

    TcpProxy(int target) throws IOException {
        this.target = target;
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    String url() {
        return "redis://127.0.0.1:" + server.getLocalPort();
    }

    int connections() {
        return accepted.get();
    }

    void leadTo(int port) {
        target = port;
        cut();
    }

    void cut() {
        sockets.forEach(TcpProxy::close);
        sockets.clear();
    }

    /// What is connected now hears and says nothing any more; new connections are well.
    void swallow() {
        silentUpTo = accepted.get();
    }

    private void accept() {
        try {
            while (true) {
                Socket inside = server.accept();
                int number = accepted.incrementAndGet();
                sockets.add(inside);
                try {
                    Socket outside = new Socket(InetAddress.getLoopbackAddress(), target);
                    sockets.add(outside);
                    Thread.ofVirtual().start(() -> copy(inside, outside, number));
                    Thread.ofVirtual().start(() -> copy(outside, inside, number));
                } catch (IOException e) {
                    close(inside);
                }
            }
        } catch (IOException closed) {
            cut();
        }
    }

    private void copy(Socket from, Socket to, int number) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[8192];
            int read = in.read(buffer);
            while (read >= 0) {
                if (number > silentUpTo) {
                    out.write(buffer, 0, read);
                    out.flush();
                }
                read = in.read(buffer);
            }
        } catch (IOException closed) {
            sockets.remove(from);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        cut();
    }
}
