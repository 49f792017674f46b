package dev.unroll.report;

import dev.unroll.run.TrialResult.Samples;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * How often each true class was predicted as each class.
 *
 * @param names  {@code [K]}
 * @param counts {@code [K][K]}, true class first
 */
record Confusion(List<String> names, int[][] counts) {

    /** Matrices of more classes than this don't fit a page: their most frequent confusions are listed instead. */
    private static final int MATRIX_CLASSES = 12;
    private static final int LISTED = 10;

    static Confusion of(Samples samples, List<String> classNames) {
        int size = classNames == null ? 0 : classNames.size();
        for (int i = 0; i < samples.truth().length; i++) {
            size = Math.max(size, 1 + (int) Math.max(samples.truth()[i], samples.predicted()[i]));
        }
        List<String> names = new ArrayList<>();
        for (int k = 0; k < size; k++) {
            names.add(classNames != null && k < classNames.size() ? classNames.get(k) : Integer.toString(k));
        }
        int[][] counts = new int[size][size];
        for (int i = 0; i < samples.truth().length; i++) {
            int truth = (int) samples.truth()[i];
            int predicted = (int) samples.predicted()[i];
            if (truth >= 0 && predicted >= 0) {
                counts[truth][predicted]++;
            }
        }
        return new Confusion(names, counts);
    }

    /** Share of the predictions that are right; NaN without any. */
    double accuracy() {
        long right = 0;
        long all = 0;
        for (int k = 0; k < counts.length; k++) {
            right += counts[k][k];
            all += total(k);
        }
        return (double) right / all;
    }

    private int total(int truth) {
        int sum = 0;
        for (int count : counts[truth]) {
            sum += count;
        }
        return sum;
    }

    /**
     * A table of the matrix, or of its largest entries off the diagonal.
     *
     * @param title HTML
     */
    String html(String title) {
        String caption = title + " <small>" + Numbers.significant(accuracy()) + " right</small>";
        return names.size() <= MATRIX_CLASSES ? matrix(caption) : mostFrequent(caption);
    }

    private String matrix(String caption) {
        List<String> head = new ArrayList<>(List.of("<small>true</small>"));
        names.forEach(name -> head.add(Html.text(name)));
        StringBuilder content = new StringBuilder(Html.head(head)).append("<tbody>\n");
        for (int truth = 0; truth < counts.length; truth++) {
            int total = total(truth);
            content.append("<tr><th scope=\"row\">").append(Html.text(names.get(truth))).append("</th>");
            for (int predicted = 0; predicted < counts.length; predicted++) {
                int count = counts[truth][predicted];
                int percent = total == 0 ? 0 : (int) Math.round(100.0 * count / total);
                content.append("<td class=\"num").append(truth == predicted ? " right" : "")
                        .append("\" style=\"--share:")
                        .append(percent).append("%\">").append(count == 0 ? "·" : Numbers.count(count)).append("</td>");
            }
            content.append("</tr>\n");
        }
        return Html.smallTable("confusion", caption, content.append("</tbody>\n").toString());
    }

    private String mostFrequent(String caption) {
        record Pair(int truth, int predicted, int count) {
        }
        List<Pair> pairs = new ArrayList<>();
        for (int truth = 0; truth < counts.length; truth++) {
            for (int predicted = 0; predicted < counts.length; predicted++) {
                if (truth != predicted && counts[truth][predicted] > 0) {
                    pairs.add(new Pair(truth, predicted, counts[truth][predicted]));
                }
            }
        }
        pairs.sort(Comparator.comparingInt(pair -> -pair.count()));
        StringBuilder content = new StringBuilder(Html.head(List.of("True", "Predicted", "Times", "Of")))
                .append("<tbody>\n");
        pairs.stream().limit(LISTED).forEach(pair -> content.append(Html.row(Html.text(names.get(pair.truth())),
                List.of(Html.text(names.get(pair.predicted())), Numbers.count(pair.count()),
                        Numbers.count(total(pair.truth()))))));
        return Html.smallTable("pairs", caption + " <small>(most frequent confusions)</small>",
                content.append("</tbody>\n").toString());
    }
}
