package dev.unroll.report;

import dev.unroll.run.Provenance;
import dev.unroll.run.RunResults;
import dev.unroll.run.TrialResult;
import java.util.ArrayList;
import java.util.List;

/** Everything another person needs to get the same bits. */
final class ReproduceSection {

    private ReproduceSection() {
    }

    static String html(Report report) {
        Provenance made = report.data.provenance();
        StringBuilder out = new StringBuilder();
        out.append("<p>Put the spec below in <code>spec.yaml</code> and run it with the same version of Unroll. "
                + "<code>results.json</code> then comes out with the same bytes: processor, JDK and number of threads "
                + "change no result, only times.</p>\n<pre tabindex=\"0\"><code>unroll run spec.yaml</code></pre>\n"
                + "<p>The figures and tables of this report are drawn again from the run’s store, Figure 1 as "
                + "<code>figures/figure-01-1.svg</code> and so on, Table 1 as <code>tables/table-01.csv</code>; every "
                + "number behind them is in the store, and every trial can be made again and compared bit by bit:</p>\n"
                + "<pre tabindex=\"0\"><code>").append(Html.text("unroll report runs/" + report.results.name()
                + " --format html,md,tex,csv,svg,pdf\nunroll tables runs/" + report.results.name()
                + "\nunroll verify runs/" + report.results.name())).append("</code></pre>\n")
                .append("<h3>The experiment as written</h3>\n<pre class=\"spec\" tabindex=\"0\"><code>")
                .append(Html.text(report.data.spec())).append("</code></pre>\n<h3>Where it was made</h3>\n")
                .append("<dl class=\"facts\">\n");
        DataSection.fact(out, "SHA-256 of results.json", "<code>" + Html.text(report.data.resultsHash()) + "</code>");
        DataSection.fact(out, "Unroll", Html.text(made.version()
                + (made.code() == null ? "" : ", " + made.code().text())));
        DataSection.fact(out, "Spec hash", "<code>" + Html.text(report.results.specHash()) + "</code>");
        DataSection.fact(out, "Seeds", Html.list(report.results.seeds().stream().map(String::valueOf).toList()));
        DataSection.fact(out, "Started, finished", Html.text(made.started() + ", " + made.finished()));
        DataSection.fact(out, "JDK", Html.text(made.jdk()));
        DataSection.fact(out, "JVM flags", made.jvmFlags() == null || made.jvmFlags().isEmpty() ? "none"
                : "<code>" + Html.text(String.join(" ", made.jvmFlags())) + "</code>");
        DataSection.fact(out, "Operating system", Html.text(made.operatingSystem()));
        DataSection.fact(out, "Processor", Html.text(made.processor() + ", " + made.processors() + " logical"));
        DataSection.fact(out, "Kernels", Html.text(made.kernels()));
        DataSection.fact(out, "Jobs × threads", made.jobs() + " × " + made.threads());
        if (made.dependencies() != null) {
            List<String> all = new ArrayList<>();
            made.dependencies().forEach((library, version) -> all.add(library + " " + version));
            DataSection.fact(out, "Libraries", Html.text(String.join(", ", all)));
        }
        return out.append("</dl>\n").append(models(report)).append(hashes(report)).toString();
    }

    private static String models(Report report) {
        StringBuilder content = new StringBuilder("<dl class=\"facts\">\n");
        for (RunResults.ModelResult model : report.results.models()) {
            List<String> settings = new ArrayList<>();
            if (model.spec() != null) {
                model.spec().forEach((key, value) -> settings.add(key + ": " + value));
            }
            content.append("<div><dt>").append(report.mark(model.name())).append("</dt><dd>")
                    .append(Html.text(model.description())).append("<br><code>")
                    .append(Html.text(String.join(", ", settings))).append("</code></dd></div>\n");
        }
        return "<h3>Models</h3>\n" + content.append("</dl>\n");
    }

    private static String hashes(Report report) {
        StringBuilder content = new StringBuilder(Html.head(List.of("Trial", "Updates", "Best update", "Weights",
                "Test predictions"))).append("<tbody>\n");
        for (TrialResult trial : report.results.trials()) {
            content.append(Html.row("<code>" + Html.text(trial.id()) + "</code>",
                    List.of(Numbers.count(trial.updates()),
                    Numbers.count(trial.bestUpdate()), hash(trial.weightHash()), hash(trial.predictionHash()))));
        }
        return "<details><summary>SHA-256 of weights and predictions, trial by trial</summary>\n"
                + report.table("Fingerprints of the results, the same on every machine.",
                        content.append("</tbody>\n").toString()) + "</details>\n";
    }

    private static String hash(String hash) {
        return hash == null || hash.isEmpty() ? "–" : "<code class=\"hash\">" + Html.text(hash) + "</code>";
    }
}
