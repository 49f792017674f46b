package dev.unroll.report.figure;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The colours of figures: those that the report's style sheet has for light screens and paper.
 *
 * @param models one after another, from the first again behind the last
 */
record Palette(String ink, String soft, String rule, List<String> models) {

    private static final int SHAPES = 6;

    /** Read from a style sheet's variables. */
    static Palette of(String styleSheet) {
        List<String> models = new ArrayList<>();
        for (int i = 0; styleSheet.contains("--c" + i + ":"); i++) {
            models.add(variable(styleSheet, "c" + i));
        }
        return new Palette(variable(styleSheet, "ink"), variable(styleSheet, "soft"), variable(styleSheet, "rule"),
                List.copyOf(models));
    }

    private static String variable(String styleSheet, String name) {
        Matcher found = Pattern.compile("--" + name + ": (#[0-9a-f]{6});").matcher(styleSheet);
        if (!found.find()) {
            throw new IllegalStateException("the style sheet of reports must have a colour --" + name);
        }
        return found.group(1);
    }

    String of(int model) {
        return model < 0 ? soft : models.get(model % models.size());
    }

    /** Draws a model's mark, the same shape as in the report. */
    void mark(Canvas canvas, int model, double x, double y, double size, double opacity) {
        double r = size / 2;
        String colour = of(model);
        switch ((Math.max(0, model) + Math.max(0, model) / models.size()) % SHAPES) {
            case 0 -> canvas.circle(x, y, r, colour, opacity);
            case 1 -> fill(canvas, x, y, r, colour, opacity, -.85, -.85, .85, -.85, .85, .85, -.85, .85);
            case 2 -> fill(canvas, x, y, r, colour, opacity, 0, -1, 1, .8, -1, .8);
            case 3 -> fill(canvas, x, y, r, colour, opacity, 0, -1.1, 1.1, 0, 0, 1.1, -1.1, 0);
            case 4 -> fill(canvas, x, y, r, colour, opacity, -.35, -1, .35, -1, .35, -.35, 1, -.35, 1, .35, .35, .35, .35,
                    1, -.35, 1, -.35, .35, -1, .35, -1, -.35, -.35, -.35);
            default -> fill(canvas, x, y, r, colour, opacity, 0, 1, 1, -.8, -1, -.8);
        }
    }

    private static void fill(Canvas canvas, double x, double y, double r, String colour, double opacity,
            double... corners) {
        double[] xs = new double[corners.length / 2];
        double[] ys = new double[corners.length / 2];
        for (int i = 0; i < xs.length; i++) {
            xs[i] = x + r * corners[2 * i];
            ys[i] = y + r * corners[2 * i + 1];
        }
        canvas.fill(xs, ys, colour, opacity);
    }
}
