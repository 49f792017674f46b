package dev.unroll.report;

import java.util.List;

/** What pages with charts share: names behind their marks, numbered figures and tables. */
final class PageParts {

    /** Colours in the style sheet and shapes in the template. */
    static final int COLOURS = 8;
    static final int SHAPES = 6;

    private final List<String> names;
    private int figures;
    private int tables;

    /** @param names what has a colour and a shape on the page, as its charts know it */
    PageParts(List<String> names) {
        this.names = List.copyOf(names);
    }

    /** A name behind its mark: the colour and shape it has in every chart. */
    String mark(String name) {
        return "<span class=\"model\">" + named(name) + "</span>";
    }

    private String named(String name) {
        int index = names.indexOf(name);
        return "<svg class=\"mark c" + index % COLOURS + "\" aria-hidden=\"true\"><use href=\"#shape-"
                + (index + index / COLOURS) % SHAPES + "\"/></svg>" + Html.text(name);
    }

    /**
     * All models' marks in a row, each a button that hides the model in every chart, with further remarks (HTML) on how
     * lines are drawn.
     */
    String legend(String remarks) {
        StringBuilder out = new StringBuilder("<p class=\"legend\">");
        for (int m = 0; m < names.size(); m++) {
            out.append("<button type=\"button\" class=\"model\" aria-pressed=\"true\" data-model=\"").append(m)
                    .append("\">").append(named(names.get(m))).append("</button> ");
        }
        return out.append(remarks).append("</p>\n").toString();
    }

    /** A numbered figure. Caption and content are HTML. */
    String figure(String content, String caption) {
        figures++;
        return "<figure>\n" + content + "<figcaption><b>Figure " + figures + ".</b> " + caption
                + "</figcaption>\n</figure>\n";
    }

    /** A numbered table in a box of its own that scrolls sideways on narrow screens. Caption and content are HTML. */
    String table(String caption, String content) {
        String id = "table-" + ++tables;
        return "<p class=\"caption\" id=\"" + id + "\"><b>Table " + tables + ".</b> " + caption + "</p>\n"
                + "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-labelledby=\"" + id
                + "\"><table aria-labelledby=\"" + id + "\">\n" + content + "</table></div>\n";
    }
}
