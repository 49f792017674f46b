package dev.unroll.datasets.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unroll.dataset.DataException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvTablesTest {

    private static Table parse(String text) {
        return CsvTables.parse("f.csv", text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void quotedCellsMayHoldCommasQuotesAndLineBreaks() {
        Table table = parse("name,\"a,b\"\r\n\"x\r\ny\",1\r\n\"say \"\"z\"\"\",2\r\n");
        assertThat(table.columns()).containsExactly("name", "a,b");
        assertThat(table.rows().get(0)[0]).isEqualTo("x\r\ny");
        assertThat(table.rows().get(1)[0]).isEqualTo("say \"z\"");
        assertThat(table.numbers("a,b")).containsExactly(1, 2);
        assertThat(table.lines()).containsExactly(2, 4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"v\n1.5\n-2\n", "\uFEFFv\n1.5\n-2", "v\r\n1.5\r\n-2\r\n\r\n", " v \n 1.5 \n -2 \n\n\n"})
    void byteOrderMarksLineEndsAndSpacesMakeNoDifference(String text) {
        assertThat(parse(text).numbers("v")).containsExactly(1.5, -2);
    }

    @ParameterizedTest
    @CsvSource({"1e3, 1000", "+.5, 0.5", "7., 7", "-1.25E-2, -0.0125"})
    void numbersMayHaveSignsAndExponents(String cell, double value) {
        assertThat(parse("v\n" + cell).numbers("v")).containsExactly(value);
    }

    @Test
    void compressedFilesAreReadByTheirSuffix(@TempDir Path folder) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write("v\n4\n".getBytes(StandardCharsets.UTF_8));
        }
        Path file = Files.write(folder.resolve("own.csv.gz"), bytes.toByteArray());
        assertThat(CsvTables.file(file.toString()).numbers("v")).containsExactly(4);
        Path wrong = Files.writeString(folder.resolve("wrong.csv.gz"), "v\n4\n");
        assertThatThrownBy(() -> CsvTables.file(wrong.toString())).isInstanceOf(DataException.class)
                .hasMessageContaining("ends in .gz and must be compressed with gzip");
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', value = {
        "``|f.csv must hold a header line and rows; it is empty; check the path",
        "a,b|f.csv must hold rows below its header line; it has none; check the file",
        "a,b;1,2;3|f.csv, line 3: every row must have as many cells as the header, 2; got 1; complete the row, or quote"
                + " cells that hold a comma",
        "a,b;1,2;3,4,5|f.csv, line 3: every row must have as many cells as the header, 2; got 3; complete the row, or"
                + " quote cells that hold a comma",
        "a,a;1,2|f.csv: column names must be distinct; got \"a\" twice; rename one in the header line",
        "a;1;\"2|f.csv, line 3: every quoted cell must be closed; got Missing closing quote for value; close or double"
                + " the quotation mark"})
    void aBrokenFileIsRefusedWithItsPlace(String text, String message) {
        assertThatThrownBy(() -> parse(text.replace(';', '\n'))).isInstanceOf(DataException.class).hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', value = {
        "a,v;1,2;1,three|f.csv, line 3, column \"v\": a number is needed; got \"three\"; correct the cell or name"
                + " another column",
        "a,v;1,2;1,\"3,5\"|f.csv, line 3, column \"v\": a number is needed; got \"3,5\"; write the decimal mark as"
                + " a point; correct the cell or name another column",
        "a,v;1,2;1,0x1p3|f.csv, line 3, column \"v\": a number is needed; got \"0x1p3\"; correct the cell or name"
                + " another column",
        "a,v;1,;1,2|f.csv, line 2, column \"v\": every value must be present; got an empty cell; fill the gap or cut"
                + " the series there",
        "a,v;1,2;1,NaN|f.csv, line 3, column \"v\": every value must be present; got NaN; fill the gap or cut"
                + " the series there",
        "a,v;1,1e999|f.csv, line 2, column \"v\": a finite number is needed; got 1e999; correct the cell",
        "a,b;1,2|f.csv must have a column named \"v\"; its columns are a, b"})
    void aCellThatIsNoNumberIsRefusedWithItsPlace(String text, String message) {
        Table table = parse(text.replace(';', '\n'));
        assertThatThrownBy(() -> table.numbers("v")).isInstanceOf(DataException.class).hasMessage(message);
    }

    @Test
    void aFileSeparatedBySemicolonsIsNamedAsSuch() {
        assertThatThrownBy(() -> parse("a;v\n1;2\n").numbers("v")).hasMessageEndingWith("must be separated by commas");
    }

    @Test
    void aMissingFileADirectoryAndOtherEncodingsAreRefused(@TempDir Path folder) throws IOException {
        assertThatThrownBy(() -> CsvTables.file("no/such.csv")).isInstanceOf(DataException.class)
                .hasMessageStartingWith("path must name a file that exists; got no/such.csv, which is ")
                .hasMessageContaining(Path.of("no/such.csv").toAbsolutePath().toString());
        assertThatThrownBy(() -> CsvTables.file(folder.toString())).isInstanceOf(DataException.class)
                .hasMessageContaining("is a directory");
        Path latin = Files.write(folder.resolve("latin.csv"), new byte[] {'v', '\n', (byte) 0xB0, '\n'});
        assertThatThrownBy(() -> CsvTables.file(latin.toString())).isInstanceOf(DataException.class)
                .hasMessageContaining("must be text in UTF-8");
    }

    @ParameterizedTest
    @EnumSource(BundledTable.class)
    void everyBundledTableHasItsHash(BundledTable table) {
        assertThat(table.load().rows()).hasSizeGreaterThan(700);
    }
}
