package org.infoscope.ui;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.deeplearning4j.core.storage.StatsStorage;

/** One module behind a bare Vert.x server, for what DL4J's server cannot be asked to do: count a module's readers. */
final class EventServer implements AutoCloseable {
    private static final long DEADLINE_NANOS = SECONDS.toNanos(60);

    private final Vertx vertx = Vertx.vertx();
    private final RepresentationModule module;
    private final HttpServer server;

    private EventServer(RepresentationModule module) throws Exception {
        this.module = module;
        Router router = Router.router(vertx);
        module.getRoutes().stream()
                .filter(route -> !route.getRoute().contains(":"))
                .forEach(route -> router.get(route.getRoute())
                        .handler(request -> route.getConsumer().accept(List.of(), request)));
        CompletableFuture<HttpServer> listening = new CompletableFuture<>();
        vertx.createHttpServer().requestHandler(router).listen(0, "127.0.0.1", result -> {
            if (result.succeeded()) {
                listening.complete(result.result());
            } else {
                listening.completeExceptionally(result.cause());
            }
        });
        server = listening.get(30, SECONDS);
    }

    static EventServer of(RepresentationModule module, StatsStorage storage) throws Exception {
        EventServer server = new EventServer(module);
        module.onAttach(storage);
        return server;
    }

    int port() {
        return server.actualPort();
    }

    /** Asks and then reads nothing, with as small a buffer as the system allows. */
    Socket silentReader(String path) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(1024);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port()));
        LiveEventsTest.EventClient.request(socket, path);
        return socket;
    }

    void awaitReaders(int wanted) {
        long start = System.nanoTime();
        while (module.readers() != wanted && System.nanoTime() - start < DEADLINE_NANOS) {
            Thread.onSpinWait();
        }
        assertThat(module.readers()).as("readers of live events").isEqualTo(wanted);
    }

    @Override
    public void close() {
        vertx.close();
    }
}
