package dev.unroll.report.format;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.ErrorHandler;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/** The markup of a section as a tree. Sections are well-formed XML but for {@code <br>}. */
public final class Markup {

    private Markup() {
    }

    /**
     * Reads a section.
     *
     * @throws IllegalArgumentException if an element is not closed, or closed before one in it
     */
    public static Element parse(String html) {
        String xml = "<section>" + html.replace("<br>", "<br/>") + "</section>";
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            DocumentBuilder builder = factory.newDocumentBuilder();
            builder.setErrorHandler(new Silent());
            return builder.parse(new InputSource(new StringReader(xml))).getDocumentElement();
        } catch (SAXParseException e) {
            throw new IllegalArgumentException("a section of a report must be well-formed; it is not (" + e.getMessage()
                    + ") near: " + near(xml, e), e);
        } catch (ParserConfigurationException | SAXException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String near(String xml, SAXParseException e) {
        List<String> lines = xml.lines().toList();
        String line = lines.get(Math.min(lines.size(), Math.max(1, e.getLineNumber())) - 1);
        int at = Math.min(line.length(), Math.max(0, e.getColumnNumber() - 60));
        return line.substring(at, Math.min(line.length(), at + 120));
    }

    /** Elements in a node, itself not counted, in their order. */
    static List<Element> elements(Node in, String name) {
        List<Element> found = new ArrayList<>();
        NodeList all = ((Element) in).getElementsByTagName(name);
        for (int i = 0; i < all.getLength(); i++) {
            found.add((Element) all.item(i));
        }
        return found;
    }

    static List<Node> children(Node of) {
        List<Node> children = new ArrayList<>();
        for (Node child = of.getFirstChild(); child != null; child = child.getNextSibling()) {
            children.add(child);
        }
        return children;
    }

    static List<Element> childElements(Node of, String name) {
        return children(of).stream().filter(child -> child.getNodeName().equals(name)).map(Element.class::cast).toList();
    }

    static boolean hasClass(Node node, String name) {
        return node instanceof Element element && (" " + element.getAttribute("class") + " ").contains(" " + name + " ");
    }

    /** Says nothing: what is wrong comes as an exception. */
    private static final class Silent implements ErrorHandler {
        @Override
        public void warning(SAXParseException e) {
        }

        @Override
        public void error(SAXParseException e) throws SAXException {
            throw e;
        }

        @Override
        public void fatalError(SAXParseException e) throws SAXException {
            throw e;
        }
    }
}
