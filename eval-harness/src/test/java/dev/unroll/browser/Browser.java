package dev.unroll.browser;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One headless Chromium for all tests of this process, spoken to through the DevTools protocol. Where there is none the
 * tests that need it are skipped, and counted so.
 */
public final class Browser {

    static final ObjectMapper JSON = new ObjectMapper();
    static final HttpClient HTTP = HttpClient.newHttpClient();

    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome",
            "google-chrome-stable");
    private static final Pattern LISTENING = Pattern.compile("DevTools listening on ws://([^/]+)/");
    private static Browser shared;

    private final String address;

    private Browser(String address) {
        this.address = address;
    }

    /** A new tab. */
    public static Page page() {
        Optional<Path> program = program();
        assumeTrue(program.isPresent(), "needs Chromium on PATH, or its program in the variable UNROLL_BROWSER");
        return new Page(shared(program.get()).tab());
    }

    private static Optional<Path> program() {
        String given = System.getenv("UNROLL_BROWSER");
        if (given != null) {
            return Optional.of(Path.of(given));
        }
        return Stream.of(Optional.ofNullable(System.getenv("PATH")).orElse("").split(File.pathSeparator))
                .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable).findFirst();
    }

    private static synchronized Browser shared(Path program) {
        if (shared == null) {
            shared = start(program);
        }
        return shared;
    }

    private static Browser start(Path program) {
        try {
            Path profile = Files.createTempDirectory("unroll-browser");
            // As root there is no sandbox; what is opened are our own files.
            Process process = new ProcessBuilder(program.toString(), "--headless=new", "--no-sandbox", "--disable-gpu",
                    "--no-first-run", "--disable-dev-shm-usage", "--remote-debugging-port=0", "--user-data-dir="
                            + profile, "about:blank").redirectErrorStream(true).start();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> end(process, profile)));
            BufferedReader lines = new BufferedReader(new InputStreamReader(process.getInputStream(),
                    StandardCharsets.UTF_8));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Matcher listening = LISTENING.matcher(line);
                if (listening.find()) {
                    Thread drain = new Thread(() -> lines.lines().forEach(more -> { }));
                    drain.setDaemon(true);
                    drain.start();
                    return new Browser(listening.group(1));
                }
            }
            throw new IllegalStateException(program + " ended before it could be spoken to");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void end(Process process, Path profile) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().onExit().join();
        try (Stream<Path> files = Files.walk(profile)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        } catch (IOException | UncheckedIOException e) {
            profile.toFile().deleteOnExit();
        }
    }

    private URI tab() {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + address + "/json/new?about:blank"))
                    .PUT(HttpRequest.BodyPublishers.noBody()).build();
            JsonNode tab = JSON.readTree(HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body());
            return URI.create(tab.get("webSocketDebuggerUrl").textValue());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
