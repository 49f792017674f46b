package dev.unroll.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.csv.CsvFactory;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import dev.unroll.experiment.Words;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** A user's CSV file with a header, read by the names of its columns. */
final class InputTable {

    /** Rows with the same value in this column are one sequence; without the column all rows are. */
    static final String SEQUENCE = "sequence";

    // Stricter than Double.parseDouble, which takes "1d" and "0x1p3" too.
    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");
    private static final String BYTE_ORDER_MARK = "\uFEFF";
    private static final CsvFactory PARSERS = CsvFactory.builder().enable(CsvParser.Feature.TRIM_SPACES)
            .enable(CsvParser.Feature.SKIP_EMPTY_LINES).build();

    private final Path file;
    private final List<String> header;
    private final List<Row> rows;

    private record Row(int line, List<String> cells) {
    }

    private InputTable(Path file, List<String> header, List<Row> rows) {
        this.file = file;
        this.header = header;
        this.rows = rows;
    }

    static InputTable read(Path file) {
        List<Row> rows = new ArrayList<>();
        try (Reader text = Files.newBufferedReader(file); CsvParser parser = PARSERS.createParser(text)) {
            boolean first = false;
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.START_ARRAY) {
                    first = true;
                } else if (token == JsonToken.VALUE_STRING) {
                    if (first) {
                        rows.add(new Row(parser.currentTokenLocation().getLineNr(), new ArrayList<>()));
                        first = false;
                    }
                    rows.get(rows.size() - 1).cells().add(parser.getText());
                }
            }
        } catch (NoSuchFileException e) {
            throw new UserException("the input must be a CSV file; there is none at " + file + "; check the spelling");
        } catch (JsonProcessingException e) {
            throw new UserException(file + ":" + e.getLocation().getLineNr() + ": the input must be a CSV file; got"
                    + " the error "
                    + e.getOriginalMessage() + "; check the quotes");
        } catch (CharacterCodingException e) {
            throw new UserException(file + ": the input must be UTF-8 text; got other bytes; save it as UTF-8");
        } catch (IOException e) {
            throw new UserException(file + ": the input must be a readable file; got "
                    + (Files.isDirectory(file) ? "a folder; name a file in it" : e + "; check its permissions"));
        }
        if (rows.isEmpty()) {
            throw new UserException(file + ": the input must have a header with the names of its columns; got an empty"
                    + " file");
        }
        List<String> header = rows.get(0).cells();
        header.set(0, header.get(0).replace(BYTE_ORDER_MARK, ""));
        InputTable table = new InputTable(file, header, rows.subList(1, rows.size()));
        for (int row = 0; row < table.rows.size(); row++) {
            int cells = table.rows.get(row).cells().size();
            if (cells != header.size()) {
                throw table.error(row, "every row must have " + header.size() + " cells, as the header has; got "
                        + cells + "; complete the row, or quote cells that hold a comma");
            }
        }
        return table;
    }

    boolean has(String column) {
        return header.contains(column);
    }

    /** The index of a column that must be there. */
    int column(String name) {
        int index = header.indexOf(name);
        if (index < 0) {
            String nearest = Words.nearest(name, header);
            throw new UserException(file + ":1: the input must have a column " + name + "; got the columns "
                    + String.join(", ", header) + "; " + (nearest == null ? "add it" : "rename " + nearest));
        }
        if (header.lastIndexOf(name) != index) {
            throw new UserException(file + ":1: every column must have a name of its own; got " + name
                    + " twice; rename one");
        }
        return index;
    }

    /** Indices of rows by sequence, in the order in which sequences begin; without the column one named {@code 1}. */
    Map<String, List<Integer>> sequences() {
        Map<String, List<Integer>> sequences = new LinkedHashMap<>();
        int column = has(SEQUENCE) ? column(SEQUENCE) : -1;
        for (int row = 0; row < rows.size(); row++) {
            sequences.computeIfAbsent(column < 0 ? "1" : text(row, column), name -> new ArrayList<>()).add(row);
        }
        if (sequences.isEmpty()) {
            throw new UserException(file + ": the input must have at least one row below its header; got none");
        }
        return sequences;
    }

    String text(int row, int column) {
        return rows.get(row).cells().get(column);
    }

    /** A cell that must be a finite number. */
    double number(int row, int column) {
        String text = text(row, column);
        double number = NUMBER.matcher(text).matches() ? Double.parseDouble(text) : Double.NaN;
        if (Double.isFinite(number)) {
            return number;
        }
        throw error(row, header.get(column) + " must be a number; got "
                + (text.isEmpty() ? "nothing" : "\"" + text + "\"") + "; fill it in, with a point for decimals");
    }

    /** What is wrong with a row. */
    UserException error(int row, String message) {
        return new UserException(file + ":" + rows.get(row).line() + ": " + message);
    }

    Path file() {
        return file;
    }
}
