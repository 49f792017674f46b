package dev.unroll.store;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import com.fasterxml.jackson.databind.SequenceWriter;
import com.fasterxml.jackson.dataformat.csv.CsvGenerator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import dev.unroll.json.CanonicalJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.List;

/** Writes the rows of a query as text that other programs read; NULL is an empty field, or {@code null}. */
public enum TableExport {

    /** With a header; quoted where needed. */
    CSV {
        @Override
        public Query.Reader to(Writer out) {
            CsvMapper mapper = CsvMapper.builder().enable(CsvGenerator.Feature.STRICT_CHECK_FOR_QUOTING)
                    .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER).disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
                    .build();
            return new Query.Reader() {
                private SequenceWriter rows;

                @Override
                public void columns(List<String> names) {
                    CsvSchema.Builder schema = CsvSchema.builder().setLineSeparator("\n");
                    names.forEach(schema::addColumn);
                    attempt(() -> rows = mapper.writerFor(List.class).with(schema.build()).writeValues(out));
                    // The mapper's own header would be missing where there are no rows.
                    row(List.copyOf(names));
                }

                @Override
                public void row(List<Object> values) {
                    attempt(() -> {
                        rows.write(values);
                        rows.flush();
                    });
                }
            };
        }
    },
    /** One object per line. */
    JSON_LINES {
        @Override
        public Query.Reader to(Writer out) {
            return new Query.Reader() {
                private List<String> names;
                private JsonGenerator generator;

                @Override
                public void columns(List<String> columns) {
                    names = columns;
                    attempt(() -> generator = CanonicalJson.mapper().createGenerator(out)
                            .setPrettyPrinter(new MinimalPrettyPrinter("")));
                }

                @Override
                public void row(List<Object> values) {
                    attempt(() -> {
                        generator.writeStartObject();
                        for (int i = 0; i < names.size(); i++) {
                            generator.writePOJOField(names.get(i), values.get(i));
                        }
                        generator.writeEndObject();
                        generator.writeRaw('\n');
                        generator.flush();
                    });
                }
            };
        }
    };

    /** Writes what it reads to {@code out}, which it does not close. */
    public abstract Query.Reader to(Writer out);

    private interface Output {
        void write() throws IOException;
    }

    private static void attempt(Output output) {
        try {
            output.write();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
