package dev.unroll.report.figure;

import java.util.List;
import java.util.Set;

/** Marks and names of models below a plot, in as many rows as they need. */
record Legend(Canvas canvas, Palette palette, List<String> models, double width) {

    private static final double SIZE = 10;
    private static final double ROW = 15;
    private static final double LEFT = 10;
    /** Of a sign, on average, in parts of the font's size; a figure's layout does not depend on the font that shows it. */
    private static final double SIGN = 0.56;
    private static final int LONGEST = 40;

    /** Room that the legend takes. */
    static double height(Set<Integer> shown, List<String> models, double width) {
        return new Legend(null, null, models, width).draw(shown, 0);
    }

    /** Returns the height. */
    double draw(Set<Integer> shown, double top) {
        double x = LEFT;
        double y = top + ROW - 4;
        for (int model : shown) {
            String name = cut(models.get(model), LONGEST);
            double wide = 14 + estimated(name, SIZE) + 14;
            if (x + wide > width && x > LEFT) {
                x = LEFT;
                y += ROW;
            }
            if (canvas != null) {
                palette.mark(canvas, model, x + 4, y - 3.5, 8, 1);
                canvas.text(x + 12, y, name, SIZE, palette.ink(), Canvas.Anchor.START);
            }
            x += wide;
        }
        return shown.isEmpty() ? 0 : y - top + 8;
    }

    static String cut(String name, int longest) {
        return name.codePointCount(0, name.length()) <= longest ? name
                : name.substring(0, name.offsetByCodePoints(0, longest - 1)) + "…";
    }

    static double estimated(String text, double size) {
        return text.codePointCount(0, text.length()) * size * SIGN;
    }
}
