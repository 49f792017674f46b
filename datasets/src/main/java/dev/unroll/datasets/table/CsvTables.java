package dev.unroll.datasets.table;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.csv.CsvFactory;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import dev.unroll.dataset.DataException;
import dev.unroll.datasets.Fingerprint;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPInputStream;

/**
 * Reads comma-separated files (RFC 4180) with a header line, in UTF-8 with or without a byte order mark, compressed
 * with gzip if their name ends in {@code .gz}.
 */
public final class CsvTables {

    private static final CsvFactory CSV = CsvFactory.builder().enable(CsvParser.Feature.WRAP_AS_ARRAY).build();
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private CsvTables() {
    }

    /** The table in the file at this path, relative to the directory the program was started in. */
    public static Table file(String path) {
        Path file;
        try {
            file = Path.of(path);
        } catch (InvalidPathException e) {
            throw new DataException("path must name a file; got \"" + path + "\"", e);
        }
        if (!Files.exists(file)) {
            throw new DataException("path must name a file that exists; got " + path + ", which is "
                    + file.toAbsolutePath().normalize() + "; correct the path, or start in the directory it begins at");
        }
        if (!Files.isRegularFile(file)) {
            throw new DataException("path must name a file; " + path + " is a directory; name a file in it");
        }
        try {
            return parse(path, Files.readAllBytes(file));
        } catch (IOException e) {
            throw new DataException(path + " must be readable; reading it failed with " + e
                    + "; check its permissions", e);
        }
    }

    /** The table in the bytes of a file; the name decides on compression and stands in messages. */
    public static Table parse(String name, byte[] bytes) {
        String text = text(name, name.endsWith(".gz") ? gunzip(name, bytes) : bytes);
        List<String[]> rows = new ArrayList<>();
        List<Integer> lines = new ArrayList<>();
        read(name, text, rows, lines);
        while (!rows.isEmpty() && isBlank(rows.get(rows.size() - 1))) {
            rows.remove(rows.size() - 1);
        }
        if (rows.isEmpty()) {
            throw new DataException(name + " must hold a header line and rows; it is empty; check the path");
        }
        List<String> columns = header(name, rows.remove(0));
        lines.remove(0);
        if (rows.isEmpty()) {
            throw new DataException(name + " must hold rows below its header line; it has none; check the file");
        }
        for (int i = 0; i < rows.size(); i++) {
            if (rows.get(i).length != columns.size()) {
                throw new DataException(name + ", line " + lines.get(i) + ": every row must have as many cells as the "
                        + "header, " + columns.size() + "; got " + rows.get(i).length
                        + "; complete the row, or quote cells that hold a comma");
            }
        }
        int[] lineOfRow = lines.stream().limit(rows.size()).mapToInt(Integer::intValue).toArray();
        return new Table(name, Fingerprint.of(bytes), columns, rows, lineOfRow);
    }

    private static byte[] gunzip(String name, byte[] bytes) {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new DataException(name + " ends in .gz and must be compressed with gzip; unpacking it failed with "
                    + e.getMessage() + "; rename it, or compress it again", e);
        }
    }

    private static String text(String name, byte[] bytes) {
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new DataException(name + " must be text in UTF-8; it holds other bytes; save it as UTF-8", e);
        }
    }

    private static void read(String name, String text, List<String[]> rows, List<Integer> lines) {
        try (CsvParser parser = CSV.createParser(text)) {
            List<String> cells = new ArrayList<>();
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                switch (token) {
                    case START_ARRAY -> {
                        cells.clear();
                        if (!parser.getParsingContext().getParent().inRoot()) {
                            // The parser is still before the line break that ends the row above.
                            lines.add(parser.currentTokenLocation().getLineNr() + (lines.isEmpty() ? 0 : 1));
                        }
                    }
                    case VALUE_STRING -> cells.add(parser.getText());
                    case END_ARRAY -> {
                        if (!parser.getParsingContext().inRoot()) {
                            rows.add(cells.toArray(new String[0]));
                        }
                    }
                    default -> throw new IllegalStateException("a CSV file has rows of text only; got " + token);
                }
            }
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? lines.size() : e.getLocation().getLineNr();
            throw new DataException(name + ", line " + line + ": every quoted cell must be closed; got "
                    + e.getOriginalMessage() + "; close or double the quotation mark", e);
        } catch (IOException e) {
            throw new DataException(name + " must be readable; reading it failed with " + e.getMessage(), e);
        }
    }

    private static boolean isBlank(String[] row) {
        return row.length == 0 || (row.length == 1 && row[0].isBlank());
    }

    private static List<String> header(String name, String[] cells) {
        List<String> columns = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (String cell : cells) {
            String column = cell.strip();
            if (!seen.add(column)) {
                throw new DataException(name + ": column names must be distinct; got \"" + column
                        + "\" twice; rename one in the header line");
            }
            columns.add(column);
        }
        return List.copyOf(columns);
    }
}
