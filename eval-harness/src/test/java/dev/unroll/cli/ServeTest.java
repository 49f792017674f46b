package dev.unroll.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroll.browser.Browser;
import dev.unroll.browser.Page;
import dev.unroll.experiment.Kinds;
import dev.unroll.fake.FakeKinds;
import dev.unroll.fake.ScriptedModel;
import dev.unroll.serve.RunServer;
import dev.unroll.store.Database;
import dev.unroll.store.Sql;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs in a browser while they go, and runs side by side. */
class ServeTest {

    private static final Kinds STEADY = FakeKinds.of(() -> new ScriptedModel(count -> 1, count -> 1));

    @TempDir
    static Path temporary;
    private static Path runs;
    private static RunServer server;

    @BeforeAll
    static void serveTwoRuns() throws IOException {
        runs = Files.createDirectory(temporary.resolve("runs"));
        run("first", 4);
        run("second & <b>", 5);
        Files.createDirectory(runs.resolve("no run"));
        Files.writeString(temporary.resolve("secret"), "secret");
        server = RunServer.start(runs, "127.0.0.1", 0);
    }

    private static void run(String name, int updates) throws IOException {
        Path spec = Files.writeString(temporary.resolve("spec-" + updates + ".yaml"), """
                name: scripted
                datasets: [{kind: counting}]
                models: [{kind: scripted}]
                train: {optimizer: sgd, learningRate: 1, updates: %d, batchSize: 3, validateEvery: 1}
                seeds: [1, 2]
                """.formatted(updates));
        assertThat(Captured.run(temporary, STEADY, false, "run", spec.toString(), "--out", runs.resolve(name).toString(),
                "--no-speed", "--quiet").exitCode()).isZero();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** A request word for word, as no careful client would send it. */
    private static String ask(String method, String path, String host) throws IOException {
        URI address = URI.create(server.address());
        return ask(address, method, path, host);
    }

    private static String ask(URI address, String method, String path, String host) throws IOException {
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            // Only so that a server that never answers fails the test.
            socket.setSoTimeout(60_000);
            socket.getOutputStream().write((method + " " + path + " HTTP/1.1\r\nHost: " + host
                    + "\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void runsAreListedAndTheirReportsAreMadeFromTheirStores() throws IOException {
        assertThat(ask("GET", "/", "localhost")).startsWith("HTTP/1.1 200").contains("href=\"/runs/first/\"",
                "second &amp; &lt;b&gt;</a>", "href=\"/runs/second%20%26%20%3Cb%3E/\"").doesNotContain("no run");
        assertThat(ask("GET", "/runs/first/report", "localhost")).contains("Unroll report", "counting")
                .endsWith("\r\n\r\n" + Files.readString(runs.resolve("first").resolve("report.html")));
        assertThat(ask("GET", "/runs/second%20%26%20%3Cb%3E/news", "localhost")).contains("\"over\":true",
                "\"ended-0-0\":\"2 of 2\"");
    }

    @Test
    void reportOfARunOfWhichNothingHasEndedIsThere() throws IOException {
        Path copy = Files.createDirectories(runs.resolve("third"));
        Files.copy(runs.resolve("second & <b>").resolve("unroll.db"), copy.resolve("unroll.db"));
        try (Database writer = Database.open(copy.resolve("unroll.db"))) {
            writer.durable(connection -> Sql.update(connection, "UPDATE trial SET status = 'pending', result = NULL"));
            writer.durable(connection -> Sql.update(connection, "UPDATE run SET finished = NULL"));
            assertThat(ask("GET", "/runs/third/report", "localhost")).startsWith("HTTP/1.1 200")
                    .contains("0 of 2 trials have ended; no verdict yet.", "0 of 2 trials.")
                    .doesNotContain("On counting");
            assertThat(ask("GET", "/runs/third/", "localhost")).startsWith("HTTP/1.1 200").contains("0 of 2");
        } finally {
            for (String name : new String[] {"unroll.db", "unroll.db-wal", "unroll.db-shm"}) {
                Files.deleteIfExists(copy.resolve(name));
            }
            Files.delete(copy);
        }
    }

    @Test
    void reportOfARunThatGoesOnHasNoVerdict() throws IOException {
        Path copy = Files.createDirectories(runs.resolve("fourth"));
        Files.copy(runs.resolve("second & <b>").resolve("unroll.db"), copy.resolve("unroll.db"));
        try (Database writer = Database.open(copy.resolve("unroll.db"))) {
            assertThat(ask("GET", "/runs/fourth/report", "localhost")).contains("no model is shown to beat")
                    .doesNotContain("no verdict");
            writer.durable(connection -> Sql.update(connection,
                    "UPDATE trial SET status = 'pending', result = NULL WHERE position = 1"));
            writer.durable(connection -> Sql.update(connection, "UPDATE run SET finished = NULL"));
            assertThat(ask("GET", "/runs/fourth/report", "localhost"))
                    .contains("1 of 2 trials have ended; no verdict yet.")
                    .doesNotContain("is shown to beat", "class=\"findings\"");
        } finally {
            for (String name : new String[] {"unroll.db", "unroll.db-wal", "unroll.db-shm"}) {
                Files.deleteIfExists(copy.resolve(name));
            }
            Files.delete(copy);
        }
    }

    @Test
    void whoStallsHoldsUpNobodyElse() throws IOException {
        URI address = URI.create(server.address());
        List<Socket> stalled = new ArrayList<>();
        try {
            for (int i = 0; i < 12; i++) {
                Socket socket = new Socket(address.getHost(), address.getPort());
                stalled.add(socket);
                socket.getOutputStream().write("GET / HTTP/1.1\r\nHost:".getBytes(StandardCharsets.US_ASCII));
            }
            assertThat(ask("GET", "/", "localhost")).startsWith("HTTP/1.1 200");
        } finally {
            for (Socket socket : stalled) {
                socket.close();
            }
        }
        assertThat(System.getProperty("sun.net.httpserver.maxReqTime")).isEqualTo("30");
    }

    @Test
    void folderOfOneRunIsServedByItsOwnNameHoweverItIsGiven() throws IOException {
        try (RunServer one = RunServer.start(runs.resolve("first").resolve("."), "127.0.0.1", 0)) {
            URI address = URI.create(one.address());
            assertThat(ask(address, "GET", "/", "localhost")).startsWith("HTTP/1.1 200")
                    .contains("href=\"/runs/first/\"");
            assertThat(ask(address, "GET", "/runs/first/", "localhost")).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void folderThatIsGoneIsToldInASentence() throws IOException {
        Path gone = Files.createDirectory(temporary.resolve("gone"));
        try (RunServer one = RunServer.start(gone, "127.0.0.1", 0)) {
            Files.delete(gone);
            assertThat(ask(URI.create(one.address()), "GET", "/", "localhost")).startsWith("HTTP/1.1 503")
                    .contains("The folder of runs must be readable");
        }
    }

    @Test
    void onlyRunsAreReachedAndOnlyRead() throws IOException {
        for (String path : new String[] {"/../secret", "/runs/../../secret/report", "/runs/..%2f..%2fsecret/report",
            "/runs/%2e%2e/report", "/runs/no%20run/report", "/runs/first/unroll.db", "/runs/first/../../secret", "/secret",
            "/runs/first/report/x", "/runs/%ff%zz/report"}) {
            assertThat(ask("GET", path, "localhost")).as(path).doesNotStartWith("HTTP/1.1 200")
                    .doesNotContain("secret\n\nsecret");
        }
        assertThat(ask("POST", "/", "localhost")).startsWith("HTTP/1.1 405");
        assertThat(ask("HEAD", "/", "localhost")).startsWith("HTTP/1.1 200").endsWith("\r\n\r\n");
    }

    @Test
    void namesOfOthersAreNotAnswered() throws IOException {
        assertThat(ask("GET", "/", "evil.example")).startsWith("HTTP/1.1 421").doesNotContain("first");
    }

    @Test
    void answersForbidFramesAndGuesses() throws IOException {
        assertThat(ask("GET", "/", "localhost").toLowerCase(Locale.ROOT)).contains("x-frame-options: deny",
                "x-content-type-options: nosniff", "frame-ancestors 'none'", "cache-control: no-store",
                "cross-origin-resource-policy: same-origin", "referrer-policy: no-referrer");
    }

    @Test
    void pageOfARunFollowsIt() throws IOException {
        Path store = runs.resolve("first").resolve("unroll.db");
        try (Page page = Browser.page(); Database writer = Database.open(store)) {
            // As if the second trial were still to come.
            String id = writer.read(connection -> Sql.first(connection, row -> row.getString(1),
                    "SELECT id FROM trial WHERE position = 1")).orElseThrow();
            writer.durable(connection -> Sql.update(connection, "UPDATE trial SET status = 'pending' WHERE id = ?", id));
            writer.durable(connection -> Sql.update(connection, "UPDATE run SET finished = NULL"));

            page.open(server.address() + "runs/first/");
            assertThat(page.value("document.getElementById('ended').textContent").textValue()).isEqualTo("1");
            assertThat(page.value("document.getElementById('state').textContent").textValue()).isEqualTo("interrupted");

            writer.durable(connection -> Sql.update(connection, "UPDATE trial SET status = 'completed' WHERE id = ?", id));
            writer.durable(connection -> Sql.update(connection, "UPDATE run SET finished = '2026-01-01T00:00:00Z'"));
            String seen = "new Promise(done => { const look = () => document.getElementById('ended').textContent === '2' &&"
                    + " document.getElementById('state').textContent === 'finished' ? done(true) :"
                    + " requestAnimationFrame(look); look(); })";
            assertThat(page.value(seen).booleanValue()).isTrue();
            assertThat(page.value("document.getElementById('bar').value").intValue()).isEqualTo(2);
            assertThat(page.errors()).isEmpty();
        }
    }

    @Test
    void listOfRunsOpensQuietly() {
        try (Page page = Browser.page()) {
            page.open(server.address());
            assertThat(page.value("document.querySelectorAll('main a').length").intValue()).isEqualTo(2);
            page.click("main a");
            assertThat(page.value("new Promise(done => { const look = () => location.pathname !== '/' ?"
                    + " done(location.pathname) : requestAnimationFrame(look); look(); })").textValue())
                    .isEqualTo("/runs/first/");
            assertThat(page.errors()).isEmpty();
        }
    }

    @Test
    void runsStandSideBySide() throws IOException {
        Path file = temporary.resolve("comparison.html");
        Captured captured = Captured.run("report", runs.resolve("first").toString(),
                runs.resolve("second & <b>").toString(), "--out", file.toString());

        assertThat(captured.err()).isEmpty();
        assertThat(captured.exitCode()).isZero();
        byte[] page = Files.readAllBytes(file);
        assertThat(new String(page, StandardCharsets.UTF_8)).contains("second &amp; &lt;b&gt; less first",
                "<code>models[0].training[0].updates</code>", "What was asked for").doesNotContain("<b>/");
        assertThat(Captured.run("report", runs.resolve("first").toString(), runs.resolve("second & <b>").toString(),
                "--out", file.toString()).exitCode()).isZero();
        assertThat(Files.readAllBytes(file)).isEqualTo(page);
    }

    @Test
    void namesTellRunsOfOneNameApart() {
        assertThat(ReportCommand.names(List.of(Path.of("old/quick"), Path.of("quick"), Path.of("wide"))).subList(0, 1))
                .containsExactly("old/quick");
        assertThat(ReportCommand.names(List.of(Path.of("/r/old/quick"), Path.of("/r/quick"), Path.of("/r/wide"))))
                .containsExactly("old/quick", "r/quick", "wide");
        assertThat(ReportCommand.names(List.of(Path.of("/x/a/b"), Path.of("/a/b"), Path.of("/y/b"))))
                .containsExactly("x/a/b", "/a/b", "y/b");
        Path other = temporary.resolve("first");
        assertThat(ReportCommand.names(List.of(other, runs.resolve("first")))).doesNotHaveDuplicates();
    }

    @Test
    void wrongUsesAreRefusedInASentence() {
        assertThat(Captured.run("serve", temporary.resolve("nowhere").toString()).err()).contains("must be a folder with "
                + "runs");
        assertThat(Captured.run("serve", runs.toString(), "--port", "70000").err()).contains("from 0 to 65535; got 70000");
        assertThat(Captured.run("serve", runs.toString(), "--port", Integer.toString(URI.create(server.address())
                .getPort())).err()).contains("choose another with --port");
        String first = runs.resolve("first").toString();
        assertThat(Captured.run("report", first, first).err()).contains("one was given twice");
        assertThat(Captured.run("report", first, "--out", "x.html").err()).contains("--out is for");
    }
}
