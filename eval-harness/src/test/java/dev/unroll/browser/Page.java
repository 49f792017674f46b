package dev.unroll.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A tab of a {@link Browser}. What goes wrong in it is kept, as its console shows it. */
public final class Page implements AutoCloseable, WebSocket.Listener {

    /** So that a browser that hangs ends the test; nothing waits for it to pass. */
    private static final int MOST_SECONDS = 60;

    private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
    private final AtomicInteger next = new AtomicInteger();
    private final List<String> errors = new CopyOnWriteArrayList<>();
    private final StringBuilder part = new StringBuilder();
    private final WebSocket socket;
    private volatile CompletableFuture<Void> loaded = new CompletableFuture<>();

    Page(URI address) {
        socket = Browser.HTTP.newWebSocketBuilder().buildAsync(address, this).join();
        for (String domain : List.of("Page", "Runtime", "Log")) {
            call(domain + ".enable", Map.of());
        }
        size(1280, 900, false);
    }

    /** Opens a file and waits until it has loaded. */
    public Page open(Path file) {
        return open(file.toUri().toString());
    }

    /** Opens an address and waits until it has loaded. */
    public Page open(String address) {
        loaded = new CompletableFuture<>();
        call("Page.navigate", Map.of("url", address));
        await(loaded);
        return this;
    }

    /** In CSS pixels; {@code phone} for a screen that is touched. */
    public Page size(int width, int height, boolean phone) {
        call("Emulation.setDeviceMetricsOverride", Map.of("width", width, "height", height, "deviceScaleFactor", 1,
                "mobile", phone));
        call("Emulation.setTouchEmulationEnabled", Map.of("enabled", phone));
        return this;
    }

    /** What the reader's system prefers: {@code light} or {@code dark}. */
    public Page scheme(String name) {
        call("Emulation.setEmulatedMedia", Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value",
                name))));
        return this;
    }

    /** The value of an expression in JavaScript; of a promise, what it comes to. */
    public JsonNode value(String expression) {
        JsonNode answer = call("Runtime.evaluate", Map.of("expression", expression, "awaitPromise", true,
                "returnByValue", true));
        if (answer.has("exceptionDetails")) {
            throw new AssertionError(answer.get("exceptionDetails").toString());
        }
        return answer.path("result").path("value");
    }

    /** Clicks with the mouse in the middle of an element, wherever on the page it is. */
    public Page click(String selector) {
        JsonNode middle = value("(() => { const one = document.querySelector(" + quoted(selector) + ");"
                + " document.documentElement.style.scrollBehavior = 'auto';"
                + " one.scrollIntoView({block: 'center'}); const box = one.getBoundingClientRect();"
                + " return [box.left + box.width / 2, box.top + box.height / 2]; })()");
        for (String type : List.of("mousePressed", "mouseReleased")) {
            call("Input.dispatchMouseEvent", Map.of("type", type, "x", middle.get(0), "y", middle.get(1), "button",
                    "left", "clickCount", 1));
        }
        return this;
    }

    /** The page as it is printed, as a PDF. */
    public byte[] printed() {
        return Base64.getDecoder().decode(call("Page.printToPDF", Map.of("preferCSSPageSize", true)).get("data")
                .textValue());
    }

    /** Writes what the screen shows as a PNG. */
    public void screenshot(Path file) {
        try {
            Files.write(file, Base64.getDecoder().decode(call("Page.captureScreenshot", Map.of("format", "png"))
                    .get("data").textValue()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Errors and warnings in the console, exceptions, and what could not be loaded. */
    public List<String> errors() {
        // Answers come in order: what went wrong before this call has arrived.
        value("0");
        return errors;
    }

    /** Text as a string of JavaScript. */
    public static String quoted(String text) {
        return Browser.JSON.getNodeFactory().textNode(text).toString();
    }

    private JsonNode call(String method, Map<String, Object> parameters) {
        int id = next.incrementAndGet();
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        answers.put(id, answer);
        ObjectNode message = Browser.JSON.createObjectNode().put("id", id).put("method", method);
        message.set("params", Browser.JSON.valueToTree(parameters));
        await(socket.sendText(message.toString(), true));
        JsonNode got = await(answer);
        if (got.has("error")) {
            throw new AssertionError(method + ": " + got.get("error"));
        }
        return got.get("result");
    }

    private static <T> T await(CompletableFuture<T> future) {
        try {
            return future.get(MOST_SECONDS, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException("the browser did not answer", e);
        }
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
        part.append(text);
        if (last) {
            String message = part.toString();
            part.setLength(0);
            try {
                take(Browser.JSON.readTree(message));
            } catch (IOException e) {
                errors.add(e.toString());
            }
        }
        from.request(1);
        return null;
    }

    private void take(JsonNode message) {
        if (message.has("id")) {
            answers.remove(message.get("id").intValue()).complete(message);
            return;
        }
        JsonNode parameters = message.path("params");
        switch (message.path("method").asText()) {
            case "Page.loadEventFired" -> loaded.complete(null);
            case "Runtime.exceptionThrown" -> errors.add(parameters.toString());
            case "Runtime.consoleAPICalled" -> {
                if (List.of("error", "warning", "assert").contains(parameters.path("type").asText())) {
                    errors.add(parameters.toString());
                }
            }
            case "Log.entryAdded" -> errors.add(parameters.toString());
            default -> { }
        }
    }

    @Override
    public void close() {
        call("Page.close", Map.of());
        socket.abort();
    }
}
