package dev.unroll.serve;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.unroll.report.LivePage;
import dev.unroll.report.LiveReport;
import dev.unroll.report.ReportException;
import dev.unroll.report.RunsPage;
import dev.unroll.report.RunsPage.Listed;
import dev.unroll.run.RunFolder;
import dev.unroll.run.RunFolderException;
import dev.unroll.run.RunStatus;
import dev.unroll.store.StoreException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves the runs of a folder, only to be read. Runs are asked for by the name of their folder, which is looked up in the
 * list of what is there: no part of an address is ever taken for a path. Each answer reads the store anew, beside the
 * processes that write it; but a report, which takes longest, only where the store has changed. Who stalls holds up
 * nobody else, and is dropped after a while.
 */
public final class RunServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RunServer.class);
    private static final int SECONDS_TO_ASK = 30;
    private static final int SECONDS_TO_BE_ANSWERED = 300;
    private static final String HTML = "text/html; charset=utf-8";
    private static final String JSON = "application/json; charset=utf-8";
    private static final String TEXT = "text/plain; charset=utf-8";

    /** Without symbolic links and relative parts. */
    private final Path folder;
    private final HttpServer server;
    private final HostCheck hosts;
    private final ReportCache reports = new ReportCache(LiveReport::html);
    private final ExecutorService threads;

    static {
        // The JDK's server reads them once, before its first start; without them it waits for ever.
        limit("sun.net.httpserver.maxReqTime", SECONDS_TO_ASK);
        limit("sun.net.httpserver.maxRspTime", SECONDS_TO_BE_ANSWERED);
    }

    private static void limit(String property, int seconds) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, Integer.toString(seconds));
        }
    }

    private RunServer(Path folder, HttpServer server, HostCheck hosts) {
        this.folder = folder;
        this.server = server;
        this.hosts = hosts;
        threads = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "serve");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Starts it.
     *
     * @param bind address or name to listen on
     * @param port 0 for any that is free
     * @throws IOException if the port is taken, the address is none of this machine's or the folder is not there
     */
    public static RunServer start(Path folder, String bind, int port) throws IOException {
        InetAddress address = InetAddress.getByName(bind);
        HttpServer http = HttpServer.create(new InetSocketAddress(address, port), 0);
        RunServer server = new RunServer(folder.toRealPath(), http, new HostCheck(address, bind));
        http.createContext("/", server::answer);
        http.setExecutor(server.threads);
        http.start();
        return server;
    }

    /** Where it is to be found, such as {@code http://127.0.0.1:8600/}. */
    public String address() {
        InetSocketAddress address = server.getAddress();
        String host = address.getAddress().getHostAddress();
        return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort() + "/";
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    /** An answer. */
    private record Answer(int status, String type, String body) {
    }

    private void answer(HttpExchange exchange) throws IOException {
        Answer answer;
        try {
            answer = answer(exchange.getRequestMethod(), exchange.getRequestHeaders().getFirst("Host"),
                    exchange.getRequestURI().getRawPath());
        } catch (StoreException | RunFolderException | ReportException e) {
            answer = new Answer(503, TEXT, e.getMessage() + "\n");
        } catch (UncheckedIOException e) {
            answer = new Answer(503, TEXT, "The folder of runs must be readable; it is not ("
                    + e.getCause().getMessage() + "); mend that and ask again.\n");
        } catch (RuntimeException e) {
            LOG.warn("{} could not be answered", exchange.getRequestURI(), e);
            answer = new Answer(500, TEXT, "This is a mistake in Unroll; its process says more.\n");
        }
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        var headers = exchange.getResponseHeaders();
        headers.set("Content-Type", answer.type());
        headers.set("Cache-Control", "no-store");
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("X-Frame-Options", "DENY");
        headers.set("Referrer-Policy", "no-referrer");
        headers.set("Cross-Origin-Opener-Policy", "same-origin");
        headers.set("Cross-Origin-Resource-Policy", "same-origin");
        // Pages say themselves which of their scripts may run; this can only be said in a header.
        headers.set("Content-Security-Policy", answer.type().equals(HTML)
                ? "frame-ancestors 'none'; base-uri 'none'; form-action 'none'" : "default-src 'none'; sandbox");
        try (exchange) {
            boolean head = exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(answer.status(), head ? -1 : body.length);
            if (!head) {
                try (OutputStream out = exchange.getResponseBody()) {
                    out.write(body);
                }
            }
        }
    }

    private Answer answer(String method, String host, String path) {
        if (!hosts.allows(host)) {
            return new Answer(421, TEXT, "This server is asked for by its address in digits, or as localhost.\n");
        }
        if (!method.equals("GET") && !method.equals("HEAD")) {
            return new Answer(405, TEXT, "Runs are here to be read.\n");
        }
        String[] parts = path.substring(1).split("/", -1);
        if (path.equals("/")) {
            return new Answer(200, HTML, RunsPage.html(name(folder), listed(),
                    "/news"));
        }
        if (path.equals("/news")) {
            return new Answer(200, JSON, RunsPage.news(listed()).toString());
        }
        RunFolder run = parts.length == 3 && parts[0].equals("runs") ? runs().get(decoded(parts[1])) : null;
        if (run == null) {
            return new Answer(404, TEXT, "There is nothing here; the list of runs is at /.\n");
        }
        return switch (parts[2]) {
            case "" -> page(run, "/runs/" + parts[1] + "/");
            case "news" -> {
                RunStatus status = status(run);
                yield new Answer(200, JSON, LivePage.news(status, status.curves(run)).toString());
            }
            case "report" -> new Answer(200, HTML, reports.html(run));
            default -> new Answer(404, TEXT, "There is nothing here; the list of runs is at /.\n");
        };
    }

    private static Answer page(RunFolder run, String address) {
        RunStatus status = status(run);
        return new Answer(200, HTML, LivePage.html(status, status.curves(run), address + "news", address + "report", "/"));
    }

    private static RunStatus status(RunFolder run) {
        return RunStatus.of(run, System.currentTimeMillis());
    }

    private static String decoded(String part) {
        try {
            return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    /** The root of a file system has no name but its path. */
    private static String name(Path path) {
        return path.getFileName() == null ? path.toString() : path.getFileName().toString();
    }

    /** The runs that are there, by the name of their folder. */
    private Map<String, RunFolder> runs() {
        Map<String, RunFolder> runs = new TreeMap<>();
        List<Path> candidates = new ArrayList<>(List.of(folder));
        try (Stream<Path> inside = Files.list(folder)) {
            inside.filter(Files::isDirectory).forEach(candidates::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        for (Path candidate : candidates) {
            RunFolder run = new RunFolder(candidate);
            if (Files.isRegularFile(run.store())) {
                runs.put(name(candidate), run);
            }
        }
        return runs;
    }

    private List<Listed> listed() {
        List<Listed> listed = new ArrayList<>();
        runs().forEach((name, run) -> {
            String address = "/runs/" + URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20") + "/";
            try {
                listed.add(new Listed(name, address, status(run), ""));
            } catch (StoreException | RunFolderException e) {
                listed.add(new Listed(name, address, null, e.getMessage()));
            }
        });
        return listed;
    }
}
