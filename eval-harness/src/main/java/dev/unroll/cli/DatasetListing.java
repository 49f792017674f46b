package dev.unroll.cli;

import dev.unroll.dataset.DatasetFactory;
import dev.unroll.experiment.Kinds;
import dev.unroll.experiment.RecordBinder;
import dev.unroll.run.DatasetFacts;
import dev.unroll.run.RunResults.DatasetResult;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The kinds of dataset as {@code list datasets} tells them. What no module declares of its datasets is found out: such a
 * dataset is made with its defaults, and its baselines are scored, so that a stranger's is told like ours.
 */
final class DatasetListing {

    private static final MathContext DIGITS = new MathContext(3, RoundingMode.HALF_EVEN);

    private DatasetListing() {
    }

    /** What is known of every kind, by kind; those to be made are made on as many threads as there are processors. */
    static List<Map<String, Object>> entries(Kinds kinds) {
        DeclaredFacts declared = new DeclaredFacts();
        return kinds.datasets().values().parallelStream()
                .map(factory -> entry(factory, declared.of(factory).orElseGet(() -> facts(factory, kinds)))).toList();
    }

    private static Map<String, Object> entry(DatasetFactory<?> factory, Map<String, String> facts) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("kind", factory.kind());
        entry.putAll(facts);
        entry.put("description", factory.description());
        entry.put("source", factory.source());
        entry.put("keys", RecordBinder.keys(factory.specType()));
        return entry;
    }

    /** Task, size and chance score of a dataset with its defaults; empty texts if it has no default for everything. */
    static Map<String, String> facts(DatasetFactory<?> factory, Kinds kinds) {
        Optional<DatasetResult> made = DatasetFacts.of(factory.kind(), kinds);
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("task", made.map(DatasetListing::task).orElse(""));
        facts.put("size", made.map(DatasetListing::size).orElse(""));
        facts.put("chance", made.map(DatasetListing::chance).orElse(""));
        return facts;
    }

    private static String task(DatasetResult facts) {
        return facts.targetForm() + " from " + facts.inputForm();
    }

    private static String size(DatasetResult facts) {
        return facts.trainSize() + "/" + (facts.validationIsTest() ? "" : facts.validationSize() + "/")
                + facts.testSize();
    }

    /** The best baseline's score on the primary metric. */
    private static String chance(DatasetResult facts) {
        String metric = facts.primaryMetric();
        String best = null;
        double bestScore = Double.NaN;
        for (Map.Entry<String, Map<String, Double>> baseline : facts.baselines().entrySet()) {
            Double score = baseline.getValue().get(metric);
            if (score != null && (best == null || (facts.higherIsBetter() ? score > bestScore : score < bestScore))) {
                best = baseline.getKey();
                bestScore = score;
            }
        }
        return best == null ? "" : metric + " " + rounded(bestScore)
                + (facts.unit().isEmpty() ? "" : " " + facts.unit()) + " (" + best + ")";
    }

    private static String rounded(double score) {
        return Double.isFinite(score) ? new BigDecimal(score).round(DIGITS).stripTrailingZeros().toPlainString()
                : Double.toString(score);
    }
}
