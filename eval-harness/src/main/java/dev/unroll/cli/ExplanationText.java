package dev.unroll.cli;

import dev.unroll.gradient.Explanation;
import dev.unroll.gradient.Explanation.Step;
import dev.unroll.report.Symbols;
import java.util.ArrayList;
import java.util.List;

/**
 * An explanation on a terminal: the text, series or picture shaded by scores, or a table where there are no colours.
 */
final class ExplanationText {

    private static final int WIDTH = 100;
    private static final int MOST_FEATURES = 6;
    private static final int MOST_COLUMNS = 80;
    private static final String[] BARS = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
    // Of the 256 colours of terminals, from pale to strong.
    private static final int[] RAISES = {224, 217, 210, 203, 196};
    private static final int[] LOWERS = {189, 147, 111, 69, 27};

    private final Explanation explanation;
    private final boolean coloured;

    ExplanationText(Explanation explanation, boolean coloured) {
        this.explanation = explanation;
        this.coloured = coloured;
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(explanation.model() + ", " + explanation.sequence() + ": " + explanation.output() + " is "
                + Digits.significant(explanation.value(), 5) + (explanation.baseline() == null ? ""
                : ", " + Digits.significant(explanation.baseline(), 5) + " for an input of zeros"));
        lines.add("");
        if (!coloured) {
            lines.addAll(table());
        } else if (explanation.features().isEmpty()) {
            lines.addAll(text());
        } else if (explanation.pictureWidth() > 0) {
            lines.addAll(picture());
        } else {
            lines.addAll(series());
        }
        return lines;
    }

    private List<String> table() {
        boolean tokens = explanation.features().isEmpty();
        TextTable table = tokens ? new TextTable(">step", "token", ">score")
                : new TextTable(">step", "feature", ">value", ">score");
        for (int t = 0; t < explanation.steps().size(); t++) {
            Step step = explanation.steps().get(t);
            String number = Integer.toString(t + 1);
            if (tokens) {
                table.row(number, Symbols.shown(step.token()), Digits.significant(step.scores()[0], 4));
                continue;
            }
            for (int f = 0; f < step.scores().length; f++) {
                table.row(number, explanation.features().get(f), Digits.significant(step.values()[f], 4),
                        Digits.significant(step.scores()[f], 4));
            }
        }
        return table.lines();
    }

    private List<String> text() {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        int width = 0;
        for (Step step : explanation.steps()) {
            String symbol = Symbols.shown(step.token());
            int length = symbol.codePointCount(0, symbol.length());
            if (width > 0 && width + length > WIDTH) {
                lines.add(line.toString());
                line.setLength(0);
                width = 0;
            }
            line.append(shaded(symbol, step.scores()[0]));
            width += length;
        }
        lines.add(line.toString());
        return lines;
    }

    private List<String> picture() {
        List<String> lines = new ArrayList<>();
        int width = explanation.pictureWidth();
        int size = explanation.features().size();
        for (int row = 0; row < width; row++) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < width; column++) {
                int at = row * width + column;
                Step step = explanation.steps().get(at / size);
                double share = share(step.values()[at % size], 0);
                String ink = share > 0.66 ? "██" : share > 0.33 ? "▒▒" : "  ";
                line.append(shaded(ink, step.scores()[at % size]));
            }
            lines.add(line.toString());
        }
        return lines;
    }

    private List<String> series() {
        List<String> lines = new ArrayList<>();
        int steps = explanation.steps().size();
        int every = (steps + MOST_COLUMNS - 1) / MOST_COLUMNS;
        int features = Math.min(MOST_FEATURES, explanation.features().size());
        for (int f = 0; f < features; f++) {
            StringBuilder line = new StringBuilder();
            for (int from = 0; from < steps; from += every) {
                double value = 0;
                double score = 0;
                int to = Math.min(steps, from + every);
                for (int t = from; t < to; t++) {
                    value += explanation.steps().get(t).values()[f] / (to - from);
                    double one = explanation.steps().get(t).scores()[f];
                    score = Math.abs(one) > Math.abs(score) ? one : score;
                }
                line.append(shaded(BARS[(int) Math.min(BARS.length - 1, share(value, f) * BARS.length)], score));
            }
            lines.add(line + "  " + explanation.features().get(f));
        }
        return lines;
    }

    /** Where a value lies between the least and the greatest of its feature, or of all for a picture. */
    private double share(double value, int feature) {
        double least = Double.POSITIVE_INFINITY;
        double greatest = Double.NEGATIVE_INFINITY;
        boolean all = explanation.pictureWidth() > 0;
        for (Step step : explanation.steps()) {
            for (int f = 0; f < step.values().length; f++) {
                if (all || f == feature) {
                    least = Math.min(least, step.values()[f]);
                    greatest = Math.max(greatest, step.values()[f]);
                }
            }
        }
        return greatest > least ? (value - least) / (greatest - least) : 0;
    }

    private String shaded(String text, double score) {
        double share = explanation.greatest() == 0 ? 0 : Math.abs(score) / explanation.greatest();
        int level = (int) Math.min(RAISES.length - 1, share * RAISES.length);
        if (share < 0.04) {
            return text;
        }
        int colour = (score > 0 ? RAISES : LOWERS)[level];
        return "\u001b[30;48;5;" + colour + "m" + text + "\u001b[0m";
    }
}
