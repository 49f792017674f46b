package dev.unroll.report;

import dev.unroll.run.RunResults.DatasetResult;
import dev.unroll.run.RunResults.ModelResult;
import dev.unroll.run.TrialResult;
import dev.unroll.run.TrialResult.CurvePoint;
import dev.unroll.run.TrialResult.Status;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Whether models that differ in their engine alone came to the same. */
final class EngineSection {

    private static final String ENGINE = "engine";

    private EngineSection() {
    }

    /** Empty if no two models differ in their engine alone. */
    static String html(Report report) {
        List<List<ModelResult>> pairs = pairs(report.results.models());
        if (pairs.isEmpty()) {
            return "";
        }
        StringBuilder content = new StringBuilder(Html.head(List.of("Dataset, models", "Seeds", "First batch's loss",
                "Validation loss, all along", "Score by each", "Score apart"))).append("<tbody>\n");
        for (DatasetResult dataset : report.results.datasets()) {
            for (List<ModelResult> pair : pairs) {
                content.append(row(report, dataset, pair.get(0).name(), pair.get(1).name()));
            }
        }
        return "<h3>Do the engines agree?</h3>\n" + report.table("Models that differ in their engine alone, trained from"
                + " the same weights on the same batches: the greatest difference over the seeds, of losses relative to"
                + " the first model's. Rounding differs between engines and grows as training goes on; the first loss"
                + " shows whether both compute the same function.", content.append("</tbody>\n").toString());
    }

    private static List<List<ModelResult>> pairs(List<ModelResult> models) {
        List<List<ModelResult>> pairs = new ArrayList<>();
        for (int i = 0; i < models.size(); i++) {
            for (int j = i + 1; j < models.size(); j++) {
                ModelResult a = models.get(i);
                ModelResult b = models.get(j);
                if (a.kind().equals(b.kind()) && a.spec() != null && b.spec() != null
                        && a.spec().get(ENGINE) != null && !a.spec().get(ENGINE).equals(b.spec().get(ENGINE))
                        && withoutEngine(a).equals(withoutEngine(b))) {
                    pairs.add(List.of(a, b));
                }
            }
        }
        return pairs;
    }

    private static Map<String, Object> withoutEngine(ModelResult model) {
        Map<String, Object> spec = new LinkedHashMap<>(model.spec());
        spec.remove(ENGINE);
        return spec;
    }

    private static String row(Report report, DatasetResult dataset, String first, String second) {
        int seeds = 0;
        double start = 0;
        double along = 0;
        double score = 0;
        double[] sums = new double[2];
        for (TrialResult a : report.results.trials()) {
            if (!a.dataset().equals(dataset.name()) || !a.model().equals(first) || a.status() != Status.COMPLETED) {
                continue;
            }
            for (TrialResult b : report.results.trials()) {
                if (b.dataset().equals(a.dataset()) && b.model().equals(second) && b.seed() == a.seed()
                        && b.status() == Status.COMPLETED) {
                    seeds++;
                    start = Math.max(start, apart(a.curve().get(0).trainLoss(), b.curve().get(0).trainLoss()));
                    along = Math.max(along, apart(a.curve(), b.curve()));
                    double one = a.test().get(dataset.primaryMetric());
                    double other = b.test().get(dataset.primaryMetric());
                    score = Math.max(score, Math.abs(one - other));
                    sums[0] += one;
                    sums[1] += other;
                }
            }
        }
        String name = Html.text(dataset.name() + ", ") + report.mark(first) + " " + report.mark(second);
        return Html.row(name, seeds == 0 ? List.of("0", "–", "–", "–", "–") : List.of(Numbers.count(seeds),
                Numbers.significant(start), Numbers.significant(along),
                Numbers.significant(sums[0] / seeds) + ", " + Numbers.significant(sums[1] / seeds),
                Numbers.significant(score)));
    }

    private static double apart(List<CurvePoint> a, List<CurvePoint> b) {
        double greatest = 0;
        for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
            greatest = Math.max(greatest, apart(a.get(i).validationLoss(), b.get(i).validationLoss()));
        }
        return greatest;
    }

    private static double apart(double one, double other) {
        return one == other ? 0 : Math.abs(one - other) / Math.abs(one);
    }
}
