package de.aktienanalyse.gateway.handshake;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.coyote.Processor;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.tomcat.util.net.AbstractEndpoint.Handler;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.NioEndpoint;
import org.apache.tomcat.util.net.SocketEvent;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

/// Tomcat's HTTP, which tells [Guests] of each connection from the moment it is accepted. Tomcat
/// itself only counts all connections together, and its timeout begins anew with each byte.
///
/// Public with a public constructor because Tomcat makes it, by its name.
public final class GuestProtocol extends Http11NioProtocol {
    private static final long LOOK_EVERY_MS = 250;

    private @Nullable ScheduledFuture<?> looks;

    public GuestProtocol() {
        super(new Endpoint());
        // Tomcat's own handler was set by the constructor above.
        Endpoint endpoint = endpoint();
        endpoint.setHandler(new Watched(endpoint, endpoint.getHandler()));
    }

    /// To be told before the start.
    void receives(Guests<SocketChannel> guests) {
        endpoint().guests = guests;
    }

    /// Ends a connection without a word to it and without waiting. Not by closing it, while Tomcat
    /// may be at work with it: Tomcat finds that nothing more comes and nothing more can be said,
    /// and ends what waits for that.
    static void turnAway(SocketChannel channel) {
        try {
            channel.shutdownInput();
            channel.shutdownOutput();
        } catch (IOException | RuntimeException _) {
            // It has gone by itself.
        }
    }

    @Override
    public void start() throws Exception {
        super.start();
        Guests<SocketChannel> guests = endpoint().guests;
        if (guests != null) {
            looks =
                    getUtilityExecutor()
                            .scheduleWithFixedDelay(
                                    guests::turnAwayTheLate,
                                    LOOK_EVERY_MS,
                                    LOOK_EVERY_MS,
                                    TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void stop() throws Exception {
        if (looks != null) {
            looks.cancel(false);
        }
        super.stop();
    }

    private Endpoint endpoint() {
        return (Endpoint) getEndpoint();
    }

    private static final class Endpoint extends NioEndpoint {
        @Nullable Guests<SocketChannel> guests;

        @Override
        protected boolean setSocketOptions(SocketChannel socket) {
            if (guests != null && !comesIn(socket, guests)) {
                // Nobody else would: Tomcat knows it only from the next line on.
                destroySocket(socket);
                return true;
            }
            boolean taken = super.setSocketOptions(socket);
            if (!taken && guests != null) {
                guests.left(socket);
            }
            return taken;
        }

        private static boolean comesIn(SocketChannel socket, Guests<SocketChannel> guests) {
            try {
                return socket.getRemoteAddress() instanceof InetSocketAddress remote
                        && guests.arrived(socket, remote.getAddress());
            } catch (IOException _) {
                // Has gone already.
                return false;
            }
        }
    }

    /// Tomcat's handler, watched.
    private record Watched(Endpoint endpoint, Handler<NioChannel> tomcats)
            implements Handler<NioChannel> {

        @Override
        public SocketState process(SocketWrapperBase<NioChannel> socket, SocketEvent event) {
            Guests<SocketChannel> guests = endpoint.guests;
            SocketChannel channel = socket.getSocket().getIOChannel();
            if (guests == null || !guests.has(channel)) {
                return tomcats.process(socket, event);
            }
            guests.served(channel);
            SocketState state = tomcats.process(socket, event);
            switch (state) {
                case OPEN -> guests.rests(channel);
                case LONG -> guests.waits(channel, isAnswered(socket));
                case UPGRADED, UPGRADING -> guests.left(channel);
                case ASYNC_END, SENDFILE, SUSPENDED, CLOSED -> {
                    // Tomcat is at it, or about to release it.
                }
            }
            return state;
        }

        private static boolean isAnswered(SocketWrapperBase<NioChannel> socket) {
            return socket.getCurrentProcessor() instanceof Processor known && known.isAsync();
        }

        @Override
        public void release(SocketWrapperBase<NioChannel> socket) {
            if (endpoint.guests != null) {
                endpoint.guests.left(socket.getSocket().getIOChannel());
            }
            tomcats.release(socket);
        }

        @Override
        public Object getGlobal() {
            return tomcats.getGlobal();
        }

        @Override
        public void pause() {
            tomcats.pause();
        }

        @Override
        public void recycle() {
            tomcats.recycle();
        }
    }
}
