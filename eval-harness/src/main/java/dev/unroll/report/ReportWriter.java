package dev.unroll.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.unroll.run.RunFolder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes the report of a run: one HTML file that needs no other file and no network, made from the run folder's own
 * files, the same bytes for the same files. Text and tables are in the HTML; the script only draws charts. A content
 * security policy lets exactly the two scripts of the template run and nothing be fetched.
 */
public final class ReportWriter {

    private static final Pattern SLOT = Pattern.compile("\\{\\{(\\w+)}}");
    private static final String WEBJAR = "META-INF/maven/org.webjars/echarts/pom.properties";

    private ReportWriter() {
    }

    /**
     * Writes {@link RunFolder#report} alone, over what is there.
     *
     * @return the answer of the run in plain sentences, with which the report begins
     * @throws ReportException if the folder is no run folder, or a file is missing or damaged
     */
    public static String write(RunFolder folder) {
        return ReportFiles.write(folder, Set.of(ReportFormat.HTML));
    }

    /** The whole file. */
    static String html(ReportDocument document) {
        Map<String, String> slots = new LinkedHashMap<>();
        slots.put("title", Html.text(document.title()));
        slots.put("description", Html.text(document.description()));
        slots.put("facts", Html.text(document.facts()));
        slots.put("lead", Html.text(document.answer()));
        StringBuilder links = new StringBuilder();
        StringBuilder sections = new StringBuilder();
        for (ReportDocument.Section section : document.sections()) {
            if (section.id().equals("answer")) {
                slots.put("answer", section.html());
                continue;
            }
            links.append("<a href=\"#").append(section.id()).append("\">").append(Html.text(section.title()))
                    .append("</a> ");
            sections.append("<section id=\"").append(section.id()).append("\" aria-labelledby=\"").append(section.id())
                    .append("-title\">\n<h2 id=\"").append(section.id()).append("-title\">")
                    .append(Html.text(section.title())).append("</h2>\n").append(section.html()).append("\n</section>\n");
        }
        slots.put("links", links.toString().strip());
        slots.put("sections", sections.toString().strip());
        return page("dev/unroll/report/template.html", slots, document.charts());
    }

    /**
     * A page of its own, with style, charts and the policy that lets just their scripts run. One whose name begins with
     * {@code live} may ask its server for news.
     *
     * @param slots  HTML for the template's other slots; added to
     * @param charts data of the charts
     */
    static String page(String template, Map<String, String> slots, JsonNode charts) {
        String echarts = resource(echartsPath());
        String script = resource("dev/unroll/report/report.js");
        String live = "";
        String sources = sha256(echarts) + " " + sha256(script);
        if (template.contains("/live")) {
            live = resource("dev/unroll/report/live.js");
            sources += " " + sha256(live) + "; connect-src 'self'";
        }
        slots.put("policy", "default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src " + sources);
        slots.put("live", live);
        slots.put("style", style());
        slots.put("echarts", echarts);
        slots.put("script", script);
        slots.put("chartData", Html.json(charts));
        return fill(resource(template), slots);
    }

    /** One pass over the template, so that nothing in a value is taken for a slot. */
    private static String fill(String template, Map<String, String> slots) {
        Matcher slot = SLOT.matcher(template);
        StringBuilder out = new StringBuilder();
        while (slot.find()) {
            slot.appendReplacement(out, Matcher.quoteReplacement(slots.get(slot.group(1))));
        }
        return slot.appendTail(out).toString();
    }

    private static String echartsPath() {
        Properties properties = new Properties();
        try (InputStream in = open(WEBJAR)) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return "META-INF/resources/webjars/echarts/" + properties.getProperty("version") + "/echarts.min.js";
    }

    /** The style sheet of all pages. */
    static String style() {
        return resource("dev/unroll/report/report.css");
    }

    static String resource(String name) {
        try (InputStream in = open(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream open(String name) {
        InputStream in = ReportWriter.class.getClassLoader().getResourceAsStream(name);
        if (in == null) {
            throw new IllegalStateException("The report needs " + name + " on the class path; it is not there: build "
                    + "again");
        }
        return in;
    }

    private static String sha256(String script) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8));
            return "'sha256-" + Base64.getEncoder().encodeToString(hash) + "'";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
