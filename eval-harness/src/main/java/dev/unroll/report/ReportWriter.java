package dev.unroll.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.unroll.run.RunFolder;
import dev.unroll.run.RunResults;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
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
     * Writes {@link RunFolder#report}, over what is there.
     *
     * @return the answer of the run in plain sentences, with which the report begins
     * @throws ReportException if the folder is no run folder, or a file is missing or damaged
     */
    public static String write(RunFolder folder) {
        ReportData data = ReportData.load(folder);
        String html = html(data);
        try {
            Files.writeString(folder.report(), html, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new ReportException(folder.report() + " can't be written: give the folder space and write "
                    + "permission", e);
        }
        return ScoreSection.answer(new Report(data));
    }

    /** The whole file. */
    static String html(ReportData data) {
        Report report = new Report(data);
        RunResults results = data.results();
        Map<String, String> slots = new LinkedHashMap<>();
        slots.put("title", Html.text(results.name()));
        slots.put("description", results.description() == null ? "" : Html.text(results.description()));
        slots.put("facts", Html.text(facts(results)));
        slots.put("lead", ScoreSection.lead(report));
        slots.put("scores", ScoreSection.html(report) + AblationSection.html(report));
        slots.put("curves", CurveSection.html(report));
        slots.put("gradients", GradientSection.html(report));
        slots.put("predictions", PredictionSection.html(report));
        slots.put("speed", SpeedSection.html(report));
        slots.put("data", DataSection.html(report));
        slots.put("fairness", FairnessSection.html(report));
        slots.put("reproduce", ReproduceSection.html(report));
        return page("dev/unroll/report/template.html", slots, report.charts.json());
    }

    /**
     * A page of its own, with style, charts and the policy that lets just their scripts run.
     *
     * @param slots  HTML for the template's other slots; added to
     * @param charts data of the charts
     */
    static String page(String template, Map<String, String> slots, JsonNode charts) {
        String echarts = resource(echartsPath());
        String script = resource("dev/unroll/report/report.js");
        slots.put("policy", "default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src "
                + sha256(echarts)
                + " " + sha256(script));
        slots.put("style", resource("dev/unroll/report/report.css"));
        slots.put("echarts", echarts);
        slots.put("script", script);
        slots.put("chartData", Html.json(charts));
        return fill(resource(template), slots);
    }

    private static String facts(RunResults results) {
        return String.join(", ", counted(results.models().size(), "model"),
                counted(results.datasets().size(), "dataset"),
                counted(results.seeds().size(), "seed"), counted(results.trials().size(), "trial"));
    }

    private static String counted(int count, String word) {
        return Numbers.count(count) + " " + word + (count == 1 ? "" : "s");
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

    private static String resource(String name) {
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
