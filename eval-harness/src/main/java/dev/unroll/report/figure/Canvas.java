package dev.unroll.report.figure;

/** What a figure is drawn on. Points (1/72 inch), x to the right, y down; colours as {@code #rrggbb}. */
interface Canvas {

    /** Where the point given to a text is in it. */
    enum Anchor {
        START, MIDDLE, END
    }

    /** A line through points; {@code dash} lengths of strokes and gaps, empty for none. */
    void line(double[] x, double[] y, String colour, double width, double opacity, double... dash);

    /** A filled polygon. */
    void fill(double[] x, double[] y, String colour, double opacity);

    void circle(double x, double y, double radius, String colour, double opacity);

    /** Text on a baseline. */
    void text(double x, double y, String text, double size, String colour, Anchor anchor);

    /** What is drawn until {@link #unclip} shows within a rectangle alone. */
    void clip(double x, double y, double width, double height);

    void unclip();

    default void segment(double x1, double y1, double x2, double y2, String colour, double width, double... dash) {
        line(new double[] {x1, x2}, new double[] {y1, y2}, colour, width, 1, dash);
    }
}
