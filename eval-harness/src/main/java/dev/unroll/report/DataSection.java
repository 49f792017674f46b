package dev.unroll.report;

import dev.unroll.run.RunResults.DatasetResult;
import java.util.ArrayList;
import java.util.List;

/** What each dataset is. */
final class DataSection {

    private DataSection() {
    }

    static String html(Report report) {
        StringBuilder out = new StringBuilder();
        for (DatasetResult dataset : report.results.datasets()) {
            out.append("<h3>").append(Html.text(dataset.name())).append("</h3>\n<p>")
                    .append(Html.linked(sentence(dataset.description()))).append("</p>\n").append(facts(dataset));
        }
        return out.toString();
    }

    /** What a dataset is, as a list of facts. */
    static String facts(DatasetResult dataset) {
        StringBuilder out = new StringBuilder("<dl class=\"facts\">\n");
        fact(out, "Kind", Html.text(dataset.kind()));
        fact(out, "Sequences", sequences(dataset));
        fact(out, "Input", Html.text(dataset.inputForm()));
        fact(out, "Target", Html.text(dataset.targetForm()
                + (dataset.unit().isEmpty() ? "" : ", in " + dataset.unit())));
        fact(out, "Baselines", baselines(dataset));
        fact(out, "Source", Html.linked(dataset.source()));
        fact(out, "Fingerprint", "<code>" + Html.text(dataset.fingerprint()) + "</code>");
        return out.append("</dl>\n").toString();
    }

    private static String sequences(DatasetResult dataset) {
        return Numbers.count(dataset.trainSize()) + " training, " + (dataset.validationIsTest() ? ""
                : Numbers.count(dataset.validationSize()) + " validation, ") + Numbers.count(dataset.testSize())
                + " test" + (dataset.validationIsTest() ? "; the validation part is the test part" : "");
    }

    private static String baselines(DatasetResult dataset) {
        List<String> all = new ArrayList<>();
        dataset.baselines().forEach((name, metrics) -> {
            Double value = metrics.get(dataset.primaryMetric());
            all.add(name + (value == null ? "" : " " + Numbers.significant(value)));
        });
        return Html.text(String.join(", ", all) + " (" + dataset.primaryMetric()
                + (dataset.unit().isEmpty() ? "" : " in " + dataset.unit()) + ")");
    }

    /** With a capital and a full stop, which a description in a list does without. */
    static String sentence(String words) {
        if (words.isEmpty()) {
            return words;
        }
        int first = words.codePointAt(0);
        String capital = Character.toString(Character.toUpperCase(first)) + words.substring(Character.charCount(first));
        return ".!?".indexOf(capital.charAt(capital.length() - 1)) < 0 ? capital + "." : capital;
    }

    static void fact(StringBuilder out, String name, String html) {
        if (!html.isEmpty()) {
            out.append("<div><dt>").append(Html.text(name)).append("</dt><dd>").append(html).append("</dd></div>\n");
        }
    }
}
