package dev.unroll.datasets.table;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.dataformat.csv.CsvFactory;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import dev.unroll.dataset.DataException;
import dev.unroll.datasets.file.DataFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads tables from text in UTF-8 with a header line: comma-separated (RFC 4180), or separated by tabs where the name
 * ends in {@code .tsv} or {@code .tab}; compressed with gzip where it ends in {@code .gz}.
 */
public final class CsvTables {

    private static final CsvFactory CSV = CsvFactory.builder().enable(CsvParser.Feature.WRAP_AS_ARRAY)
            .disable(StreamReadFeature.AUTO_CLOSE_SOURCE).build();

    private CsvTables() {
    }

    /** Takes the rows of a table one after another. */
    public interface Rows {

        /** Takes the header line; called first, once. */
        void header(Header header);

        /**
         * Takes a row.
         *
         * @param line  of the file, from 1, on which the row begins
         * @param cells one per column; not to be changed, and valid during the call alone
         */
        void row(int line, List<String> cells);
    }

    /** The table in the file at this path, relative to the directory the program was started in. */
    public static Table file(String path) {
        return table(DataFile.of("path", path));
    }

    /** The table in the bytes of a file; the name decides on compression and stands in messages. */
    public static Table parse(String name, byte[] bytes) {
        return table(DataFile.ofBytes(name, bytes));
    }

    /** The whole table in a file, every cell kept as text. */
    public static Table table(DataFile file) {
        List<Header> headers = new ArrayList<>();
        List<String[]> rows = new ArrayList<>();
        List<Integer> lines = new ArrayList<>();
        read(file, new Rows() {
            @Override
            public void header(Header header) {
                headers.add(header);
            }

            @Override
            public void row(int line, List<String> cells) {
                rows.add(cells.toArray(new String[0]));
                lines.add(line);
            }
        });
        return new Table(headers.get(0), file.sha256(), rows, lines.stream().mapToInt(Integer::intValue).toArray());
    }

    /**
     * Reads a table row by row; no more than a row is held at a time.
     *
     * @throws DataException if the file holds no such table, with the line and what to do
     */
    public static void read(DataFile file, Rows rows) {
        String name = file.name();
        String plain = file.plainName();
        char separator = plain.endsWith(".tsv") || plain.endsWith(".tab") ? '\t' : ',';
        int[] count = {0};
        file.readText(text -> {
            try {
                count[0] = read(name, text, separator, rows);
            } catch (JsonProcessingException e) {
                int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
                throw new DataException(name + ", line " + line + ": every quoted cell must be closed; got "
                        + e.getOriginalMessage() + "; close or double the quotation mark", e);
            }
            return null;
        });
        if (count[0] == -1) {
            throw new DataException(name + " must hold a header line and rows; it is empty; check the path");
        } else if (count[0] == 0) {
            throw new DataException(name + " must hold rows below its header line; it has none; check the file");
        }
    }

    /** The number of rows below the header; -1 if there is none. */
    private static int read(String name, BufferedReader text, char separator, Rows rows) throws IOException {
        try (CsvParser parser = CSV.createParser(text)) {
            parser.setSchema(CsvSchema.emptySchema().withColumnSeparator(separator));
            Header header = null;
            List<String> cells = new ArrayList<>();
            List<Integer> blankLines = new ArrayList<>();
            int line = 0;
            int count = 0;
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                switch (token) {
                    case START_ARRAY -> {
                        cells.clear();
                        if (!parser.getParsingContext().getParent().inRoot()) {
                            // The parser is still before the line break that ends the row above.
                            line = parser.currentTokenLocation().getLineNr() + (line == 0 ? 0 : 1);
                        }
                    }
                    case VALUE_STRING -> cells.add(parser.getText());
                    case END_ARRAY -> {
                        if (parser.getParsingContext().inRoot()) {
                            continue;
                        }
                        if (isBlank(cells)) {
                            // Harmless at the end of the file; in between, rows that lack their cells.
                            blankLines.add(line);
                        } else if (header == null) {
                            header = header(name, cells, separator);
                            blankLines.clear();
                            rows.header(header);
                        } else {
                            for (int blank : blankLines) {
                                requireWidth(header, blank, 1);
                                rows.row(blank, List.of(""));
                                count++;
                            }
                            blankLines.clear();
                            requireWidth(header, line, cells.size());
                            rows.row(line, cells);
                            count++;
                        }
                    }
                    default -> throw new IllegalStateException("a CSV file has rows of text only; got " + token);
                }
            }
            return header == null ? -1 : count;
        }
    }

    private static void requireWidth(Header header, int line, int cells) {
        if (cells != header.columns().size()) {
            throw new DataException(header.source() + ", line " + line + ": every row must have as many cells as the "
                    + "header, " + header.columns().size() + "; got " + cells
                    + "; complete the row, or quote cells that hold a " + header.separatorWord());
        }
    }

    private static boolean isBlank(List<String> cells) {
        return cells.isEmpty() || (cells.size() == 1 && cells.get(0).isBlank());
    }

    private static Header header(String name, List<String> cells, char separator) {
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
        return new Header(name, List.copyOf(columns), separator);
    }
}
