package dev.unroll.report.figure;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Draws as SVG. Numbers have two decimals, so that the same figure has the same bytes everywhere. */
final class SvgCanvas implements Canvas {

    private static final String FONTS = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Liberation Sans', Arial, sans-serif";

    private final StringBuilder out = new StringBuilder();
    private int clips;

    SvgCanvas(double width, double height, String title) {
        out.append("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"").append(number(width)).append("\" height=\"")
                .append(number(height)).append("\" viewBox=\"0 0 ").append(number(width)).append(' ')
                .append(number(height)).append("\" role=\"img\" font-family=\"").append(FONTS).append("\">\n<title>")
                .append(escaped(title)).append("</title>\n<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n");
    }

    /** The whole file. */
    String document() {
        return out + "</svg>\n";
    }

    @Override
    public void line(double[] x, double[] y, String colour, double width, double opacity, double... dash) {
        out.append("<path d=\"").append(path(x, y)).append("\" fill=\"none\" stroke=\"").append(colour)
                .append("\" stroke-width=\"").append(number(width)).append("\" stroke-linejoin=\"round\"");
        if (dash.length > 0) {
            out.append(" stroke-dasharray=\"");
            for (int i = 0; i < dash.length; i++) {
                out.append(i == 0 ? "" : " ").append(number(dash[i]));
            }
            out.append('"');
        }
        out.append(opacity("stroke-opacity", opacity)).append("/>\n");
    }

    @Override
    public void fill(double[] x, double[] y, String colour, double opacity) {
        out.append("<path d=\"").append(path(x, y)).append("Z\" fill=\"").append(colour).append('"')
                .append(opacity("fill-opacity", opacity)).append("/>\n");
    }

    @Override
    public void circle(double x, double y, double radius, String colour, double opacity) {
        out.append("<circle cx=\"").append(number(x)).append("\" cy=\"").append(number(y)).append("\" r=\"")
                .append(number(radius)).append("\" fill=\"").append(colour).append('"')
                .append(opacity("fill-opacity", opacity)).append("/>\n");
    }

    @Override
    public void text(double x, double y, String text, double size, String colour, Anchor anchor) {
        out.append("<text x=\"").append(number(x)).append("\" y=\"").append(number(y)).append("\" font-size=\"")
                .append(number(size)).append("\" fill=\"").append(colour).append("\" text-anchor=\"")
                .append(anchor == Anchor.START ? "start" : anchor == Anchor.MIDDLE ? "middle" : "end").append("\">")
                .append(escaped(text)).append("</text>\n");
    }

    @Override
    public void clip(double x, double y, double width, double height) {
        String id = "clip" + ++clips;
        out.append("<clipPath id=\"").append(id).append("\"><rect x=\"").append(number(x)).append("\" y=\"")
                .append(number(y)).append("\" width=\"").append(number(width)).append("\" height=\"")
                .append(number(height)).append("\"/></clipPath>\n<g clip-path=\"url(#").append(id).append(")\">\n");
    }

    @Override
    public void unclip() {
        out.append("</g>\n");
    }

    private static String path(double[] x, double[] y) {
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < x.length; i++) {
            path.append(i == 0 ? 'M' : 'L').append(number(x[i])).append(' ').append(number(y[i]));
        }
        return path.toString();
    }

    private static String opacity(String name, double opacity) {
        return opacity == 1 ? "" : " " + name + "=\"" + number(opacity) + "\"";
    }

    private static String number(double value) {
        BigDecimal rounded = new BigDecimal(value).setScale(2, RoundingMode.HALF_EVEN).stripTrailingZeros();
        return rounded.signum() == 0 ? "0" : rounded.toPlainString();
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
