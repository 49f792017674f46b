package dev.unroll.report.format;

import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** Turns what stands within a paragraph or a cell into another form. */
abstract class Inline {

    abstract String text(String plain);

    abstract String bold(String inner);

    abstract String italic(String inner);

    abstract String code(String plain);

    abstract String link(String address, String inner);

    abstract String lineBreak();

    /** All of a node's content. */
    final String of(Node node) {
        StringBuilder out = new StringBuilder();
        for (Node child : Markup.children(node)) {
            out.append(one(child));
        }
        return out.toString();
    }

    private String one(Node node) {
        if (node.getNodeType() == Node.TEXT_NODE || node.getNodeType() == Node.CDATA_SECTION_NODE) {
            return text(node.getTextContent().replaceAll("\\s*\\n\\s*", " "));
        }
        if (!(node instanceof Element element)) {
            return "";
        }
        return switch (element.getTagName()) {
            case "svg" -> "";
            case "b", "strong" -> wrapped(of(element), true);
            case "i", "em" -> wrapped(of(element), false);
            case "code" -> code(element.getTextContent().replaceAll("\\s*\\n\\s*", " "));
            case "a" -> link(element.getAttribute("href"), of(element));
            case "br" -> lineBreak();
            // In a head it stands below the name, which only a style sheet can say.
            case "small" -> element.getPreviousSibling() == null ? of(element) : " " + of(element).strip();
            case "span" -> Markup.hasClass(element, "baseline") ? wrapped(of(element), false) : of(element);
            default -> of(element);
        };
    }

    private String wrapped(String inner, boolean bold) {
        return inner.isBlank() ? inner : bold ? bold(inner) : italic(inner);
    }
}
