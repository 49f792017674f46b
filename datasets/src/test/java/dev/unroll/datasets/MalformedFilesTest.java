package dev.unroll.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.unroll.dataset.DataException;
import dev.unroll.dataset.DatasetFactory;
import dev.unroll.dataset.DatasetSpec;
import dev.unroll.dataset.SequenceDataset;
import dev.unroll.random.Purpose;
import dev.unroll.random.Randomness;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever is wrong with a file is told in one sentence: what must hold, what was received, what to do. */
class MalformedFilesTest {

    @TempDir
    private Path folder;

    private static <S extends DatasetSpec> SequenceDataset make(DatasetFactory<S> factory, String json) {
        try {
            return factory.create(new ObjectMapper().readValue(json.replace('\'', '"'), factory.specType()),
                    Randomness.of(3, Purpose.SPLITTING));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static SequenceDataset make(String kind, String json) {
        for (DatasetFactory<?> factory : ServiceLoader.load(DatasetFactory.class)) {
            if (factory.kind().equals(kind)) {
                return make(factory, json);
            }
        }
        throw new IllegalStateException("there is no kind " + kind);
    }

    private void assertRefused(String kind, String name, byte[] bytes, String keys, String message) throws IOException {
        Path file = Files.write(folder.resolve(name), bytes);
        String json = "{'path': '" + file.toString().replace('\\', '/') + "'" + (keys == null ? "" : ", " + keys) + "}";
        assertThatThrownBy(() -> make(kind, json)).isInstanceOf(DataException.class)
                .satisfies(e -> assertThat(e.getMessage().replace(folder + "/", ""))
                        .startsWith(message).doesNotContain("\n"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "csv | 'targets': 'v' | v;1;;2 | f, line 3, column \"v\": every value must be present; got an empty cell",
        "csv | 'targets': 'v' | v,w;1,2;;2,3 | f, line 3: every row must have as many cells as the header, 2; got",
        "csv | 'targets': 'v', 'date': 'd' | d,v;2024-13-01,1 | f, line 2, column \"d\": a date or time as in ISO "
                + "8601 is"
                + " needed, such as 2024-03-31 or 2024-03-31T18:30; got \"2024-13-01\"",
        "csv | 'targets': 'v', 'date': 'd' | d,v;2024-01-02,1;2024-01-01,2 | f, line 3, column \"d\": rows must be in "
                + "order"
                + " of time, each time once; got 2024-01-01 after 2024-01-02; sort the rows, or name the column of the"
                + " series",
        "csv | 'targets': 'v', 'date': 'd' | d,v;2024-01-01,1;2024-01-02,1;2024-01-03,1;2024-01-06,2 | f, line 5, "
                + "column"
                + " \"d\": times must follow each other by 1 day; got 2024-01-06 after 2024-01-03; add the rows "
                + "between",
        "csv | 'targets': 'v', 'date': 'd', 'frequency': 'P1M' | d,v;2024-01-31,1;2024-02-29,1;2024-03-30,1 | f, line "
                + "4,"
                + " column \"d\": times must follow each other by 1 month; got 2024-03-30 after 2024-02-29",
        "csv | 'targets': 'v', 'window': 1, 'missing': 'forward-fill' | v,w;,1;1,1;2,1;3,1;4,1;5,1;6,1;7,1;8,1;9,1 | "
                + "f, column \"v\" must begin with a"
                + " value, which a gap can be filled from; it has none",
        "sequences-csv | 'sequence': 's' | s,x,label;a,1,p;b,2,q;a,3,p | f, line 4, column \"s\": rows of one "
                + "sequence must"
                + " stand together; got a again after another",
        "sequences-csv | 'sequence': 's' | s,x,label;a,1,p;a,2,q | f, line 3, column \"label\": rows of one sequence "
                + "must"
                + " have one label; got q after p",
        "sequences-csv | 'label': 'k' | x,y;1,2 | f must have a column named \"k\"; its columns are x, y",
        "sequences-csv | | x,label;1,a;2,a | f must have at least two classes; got only [a]",
        "labelled-text | | label,text;a,one;b,;a,two;b,x;a,y;b,z;a,u;b,v;a,w;b,s;a,t;b,r | f, example 2: a text must "
                + "not be empty",
        "parallel-text | | source,target;a,b;c, | f, pair 2: neither source nor target must be empty",
        "jsonl | | {\"input\": \"a\"} | f, line 1: every object must have a member \"label\"; it has input; add it",
        "jsonl | | [1] | f, line 1: a JSON object is needed; got something else",
        "jsonl | | {\"input\": | f, line 1: a JSON object is needed; got the error Unexpected end-of-input",
        "jsonl | | {\"input\": [1, [2, 3]], \"label\": 1} | f, line 1: \"input\" must be an array of numbers, or of "
                + "arrays of"
                + " equally many, not empty",
        "jsonl | | {\"input\": [1, 2], \"label\": [1]} | f, line 1: \"label\" must hold a label for each of the 2 "
                + "steps;"
                + " got 1",
        "jsonl | 'target': 'value' | {\"input\": \"a\", \"label\": \"b\"} | f, line 1: \"label\" must be a number, or "
                + "an"
                + " array of them; got \"b\"",
        "ts | | 1,2:a | f, line 1: a line above @data must begin with @ or #; got \"1,2:a\"",
        "ts | | @classLabel true a b;@data;1,?:a | f, line 3: a finite number is needed; got \"?\", a missing value",
        "ts | | @classLabel true a b;@data;1,2:3:a | f, line 3: all dimensions of an example must have as many "
                + "values; got"
                + " 2 and 1",
        "ts | | @data;1:a | f, line 1: a line @classLabel true or @targetLabel true must stand above @data",
        "ts | | @classLabel true | f must be a .ts file with a line @data; it has none",
        "text | | abc | every part of f must hold at least two tokens; of 3 characters the training part has 2"})
    void aBrokenTextFileIsRefused(String kind, String keys, String text, String message) throws IOException {
        assertRefused(kind, "f", text.replace(';', '\n').getBytes(StandardCharsets.UTF_8), keys, message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "00000801 00000002 01 | f must be a whole IDX file; it ends too early",
        "00000801 00000001 01 02 | f must end with its 1 values, dimensions [1]; it goes on",
        "00000601 00000001 01 | f must be an IDX file of bytes, shorts, ints, floats or doubles; its type is 0x6",
        "00000803 7fffffff 7fffffff 7fffffff | f must have dimensions of at least 1 and at most 2147483647; got",
        "25504446 | f must be an IDX file or a .npy file; it begins like neither",
        "934e554d50590100 0a00 | f must be a whole .npy file; it ends too early",
        "934e554d50590100 0200 7b7d | f must hold numbers of type b1, i1, u1"})
    void aBrokenArrayIsRefused(String hex, String message) throws IOException {
        assertRefused("arrays", "f", HexFormat.of().parseHex(hex.replace(" ", "")), "'labels': '"
                + folder.resolve("f").toString().replace('\\', '/') + "'", message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "RIFF | must be a WAV file; it does not begin like one",
        "RIFF....WAVE | must hold a data chunk and a format; it ends without one",
        "RIFF....WAVEdata\u0001\u0000\u0000\u0000x | must say its format before its data"})
    void aBrokenSoundIsRefused(String bytes, String message) throws IOException {
        Path file = Files.createDirectories(folder.resolve("sounds/a")).resolve("s.wav");
        Files.write(file, bytes.getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> make("wav", "{'folder': '" + folder.resolve("sounds").toString().replace('\\', '/')
                + "'}")).isInstanceOf(DataException.class).hasMessageContaining(message);
    }

    @Test
    void foldersAndLabelsMustBeWhatTheirKeysSay() {
        String here = folder.toString().replace('\\', '/');
        assertThatThrownBy(() -> make("wav", "{'folder': '" + here + "'}"))
                .hasMessageStartingWith("folder must hold a folder of WAV files for every class");
        assertThatThrownBy(() -> make("mnist", "{'folder': '" + here + "'}"))
                .hasMessageContaining("has no train-images-idx3-ubyte and none ending in .gz");
        assertThatThrownBy(() -> make("text", "{'path': '" + here + "'}"))
                .hasMessageContaining("is a directory; name a file in it");
    }
}
