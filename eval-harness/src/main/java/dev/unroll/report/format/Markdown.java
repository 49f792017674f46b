package dev.unroll.report.format;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** A section as Markdown, of the dialect that most sites read (GitHub's). No text of data can become markup. */
public final class Markdown {

    private static final Pattern SPECIAL = Pattern.compile("[\\\\`*_{}\\[\\]<>#|~&!$]");
    private static final Pattern BEGINNING = Pattern.compile("(?m)^(\\s*)([-+=]|\\d+(?=[.)]))");
    private static final Inline INLINE = new MarkdownInline();

    private final Map<String, String> figures;
    private final StringBuilder out = new StringBuilder();

    private Markdown(Map<String, String> figures) {
        this.figures = figures;
    }

    /**
     * Turns a section.
     *
     * @param figures the file of each chart, by its ID in the markup
     */
    public static String of(Element section, Map<String, String> figures) {
        Markdown markdown = new Markdown(figures);
        markdown.blocks(section);
        return markdown.out.toString().strip() + "\n";
    }

    /** Plain text, so that it stays that. */
    public static String text(String plain) {
        String escaped = SPECIAL.matcher(plain).replaceAll("\\\\$0");
        return BEGINNING.matcher(escaped).replaceAll(found -> found.group(1) + (Character.isDigit(found.group(2).charAt(0))
                ? found.group(2) + "\\\\" : "\\\\" + found.group(2)));
    }

    private void blocks(Node in) {
        List<Node> loose = new ArrayList<>();
        for (Node child : Markup.children(in)) {
            if (child instanceof Element element && block(element.getTagName())) {
                paragraph(loose);
                block(element);
            } else {
                loose.add(child);
            }
        }
        paragraph(loose);
    }

    private static boolean block(String name) {
        return switch (name) {
            case "p", "div", "figure", "figcaption", "h2", "h3", "h4", "ul", "ol", "dl", "table", "details", "summary", "pre",
                 "section" -> true;
            default -> false;
        };
    }

    private void paragraph(List<Node> loose) {
        StringBuilder text = new StringBuilder();
        for (Node node : loose) {
            Node holder = node.getOwnerDocument().createElement("span");
            holder.appendChild(node.cloneNode(true));
            text.append(INLINE.of(holder));
        }
        loose.clear();
        line(text.toString());
    }

    private void line(String text) {
        if (!text.isBlank()) {
            out.append(text.strip()).append("\n\n");
        }
    }

    private void block(Element element) {
        switch (element.getTagName()) {
            case "p" -> {
                if (!Markup.hasClass(element, "legend")) {
                    line(INLINE.of(element));
                }
            }
            case "figcaption" -> line(INLINE.of(element));
            case "h2" -> line("## " + INLINE.of(element).strip());
            case "h3" -> line("### " + INLINE.of(element).strip());
            case "h4", "summary" -> line("**" + INLINE.of(element).strip() + "**");
            case "ul", "ol" -> {
                Markup.childElements(element, "li").forEach(item -> out.append("- ").append(INLINE.of(item).strip())
                        .append('\n'));
                out.append('\n');
            }
            case "dl" -> facts(element);
            case "table" -> table(element);
            case "pre" -> preformatted(element.getTextContent());
            default -> {
                String figure = figures.get(element.getAttribute("id"));
                if (figure != null) {
                    line("![" + text(element.getAttribute("aria-label")) + "](" + figure + ")");
                } else {
                    blocks(element);
                }
            }
        }
    }

    private void facts(Element list) {
        for (Element fact : Markup.elements(list, "div")) {
            out.append("- **").append(INLINE.of(Markup.childElements(fact, "dt").get(0)).strip()).append("**: ")
                    .append(INLINE.of(Markup.childElements(fact, "dd").get(0)).strip()).append('\n');
        }
        out.append('\n');
    }

    private void table(Element element) {
        Markup.childElements(element, "caption").forEach(caption -> line(INLINE.of(caption)));
        Grid grid = Grid.of(element);
        List<String> head = grid.head().stream().map(MarkdownInline::cell).toList();
        row(head, grid.columns());
        List<String> rule = new ArrayList<>();
        for (Element cell : grid.head()) {
            rule.add(Markup.hasClass(cell, "num") ? "---:" : "---");
        }
        row(rule, grid.columns());
        Element group = null;
        for (Grid.Row row : grid.rows()) {
            if (row.group() != group) {
                group = row.group();
                if (group != null) {
                    row(List.of("**" + MarkdownInline.cell(group) + "**"), grid.columns());
                }
            }
            row(row.cells().stream().map(MarkdownInline::cell).toList(), grid.columns());
        }
        out.append('\n');
    }

    private void row(List<String> cells, int columns) {
        List<String> all = new ArrayList<>(cells);
        all.addAll(Collections.nCopies(Math.max(0, columns - cells.size()), ""));
        out.append("| ").append(String.join(" | ", all)).append(" |\n");
    }

    private void preformatted(String text) {
        int longest = Pattern.compile("`+").matcher(text).results().mapToInt(run -> run.group().length()).max().orElse(0);
        String fence = "`".repeat(Math.max(3, longest + 1));
        out.append(fence).append('\n').append(text.strip()).append('\n').append(fence).append("\n\n");
    }

    private static final class MarkdownInline extends Inline {

        static String cell(Element cell) {
            return INLINE.of(cell).strip();
        }

        @Override
        String text(String plain) {
            return Markdown.text(plain);
        }

        @Override
        String bold(String inner) {
            return "**" + inner.strip() + "**" + (inner.endsWith(" ") ? " " : "");
        }

        @Override
        String italic(String inner) {
            return "*" + inner.strip() + "*" + (inner.endsWith(" ") ? " " : "");
        }

        @Override
        String code(String plain) {
            // A pipe would end a cell, even in code; and where code is read as markup after all, there is none in it.
            return plain.contains("|") || plain.contains("<") || plain.isBlank() ? text(plain) : fenced(plain);
        }

        private static String fenced(String plain) {
            int longest = Pattern.compile("`+").matcher(plain).results().mapToInt(run -> run.group().length()).max()
                    .orElse(0);
            String fence = "`".repeat(longest + 1);
            String room = plain.startsWith("`") || plain.endsWith("`") ? " " : "";
            return fence + room + plain + room + fence;
        }

        @Override
        String link(String address, String inner) {
            return address.startsWith("#") ? inner : "<" + address.replace("<", "%3C").replace(">", "%3E") + ">";
        }

        @Override
        String lineBreak() {
            return " ";
        }
    }
}
