package dev.unroll.datasets.table;

import dev.unroll.dataset.DataException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The columns of a table, and what its cells mean.
 *
 * @param source    what messages call the file
 * @param columns   names from the header line, distinct
 * @param separator comma or tab
 */
public record Header(String source, List<String> columns, char separator) {

    // Stricter than Double.parseDouble, which takes "1d", "0x1p3" and "NaN" too.
    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");
    private static final Set<String> MISSING = Set.of("", "na", "n/a", "nan", "null", "none", "-", "?");

    /** The place of a column. */
    public int index(String name) {
        int index = columns.indexOf(name);
        if (index < 0) {
            throw new DataException(source + " must have a column named \"" + name + "\"; its columns are "
                    + String.join(", ", columns) + (columns.size() == 1 && columns.get(0).matches(".*[;,\\t].*")
                    ? "; the file must be separated by " + separatorWord() + "s" : ""));
        }
        return index;
    }

    /** Whether a cell says that its value is not known. */
    public static boolean isMissing(String cell) {
        return cell.isBlank() || cell.length() <= 4 && MISSING.contains(cell.strip().toLowerCase(Locale.ROOT));
    }

    /** Whether a cell is a finite number. */
    public static boolean isNumber(String cell) {
        String stripped = cell.strip();
        return NUMBER.matcher(stripped).matches() && Double.isFinite(Double.parseDouble(stripped));
    }

    /** A cell as a finite number. */
    public double number(String cell, String column, int line) {
        String stripped = cell.strip();
        String place = source + ", line " + line + ", column \"" + column + "\": ";
        if (isMissing(stripped)) {
            throw new DataException(place + "every value must be present; got "
                    + (stripped.isEmpty() ? "an empty cell" : stripped) + "; fill the gap or cut the series there");
        }
        if (!NUMBER.matcher(stripped).matches()) {
            throw new DataException(place + "a number is needed; got \"" + stripped + "\""
                    + (stripped.matches("[+-]?\\d+,\\d+") ? "; write the decimal mark as a point" : "")
                    + "; correct the cell or name another column");
        }
        double value = Double.parseDouble(stripped);
        if (Double.isInfinite(value)) {
            throw new DataException(place + "a finite number is needed; got " + stripped + "; correct the cell");
        }
        return value;
    }

    String separatorWord() {
        return separator == '\t' ? "tab" : "comma";
    }
}
